package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.Sight;
import dev.amioperator.lifecycle.Asking;
import dev.amioperator.lifecycle.Freshness;
import dev.amioperator.lifecycle.Reason;
import dev.amioperator.lifecycle.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gathers what the next step of a build needs to know, asking for no more than that. */
final class BuildLook {
  private static final Duration NOT_YET = Duration.ofMinutes(1);

  private final Observer observer;
  private final Place place;
  private final Desired desired;
  private final Freshness freshness;
  private final Asking asking;

  BuildLook(Observer observer, Place place, Desired desired, Freshness freshness, Asking asking) {
    this.observer = observer;
    this.place = place;
    this.desired = desired;
    this.freshness = freshness;
    this.asking = asking;
  }

  /**
   * What was seen; nothing is asked about an image that is not built, or whose build is over.
   *
   * @param imageStands whether there is an image, finished or not
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  Optional<BuildSight> at(boolean imageStands, Surroundings surroundings) {
    boolean over = desired.build().map(BuildStatus::imageId).isPresent() && imageStands;
    if (source() == null || over) {
      return Optional.empty();
    }
    BuildSight sight = BuildSight.of(builders());
    if (imageStands) {
      return Optional.of(sight);
    }
    Optional<Builder> present = sight.of(desired.buildToken(desired.build()));
    return Optional.of(
        new BuildSight(
            sight.builders(),
            present.filter(this::toBeHeard).map(builder -> console(builder.id())),
            mayBegin(sight) ? Optional.of(inputs(surroundings)) : Optional.empty()));
  }

  List<Builder> builders() {
    return asking.value(observer.builders(place, desired.owner().resource(), freshness.ofImages()));
  }

  private boolean toBeHeard(Builder builder) {
    return switch (builder.state()) {
      case STOPPED, SHUTTING_DOWN, TERMINATED -> true;
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          desired
              .build()
              .flatMap(build -> Attempt.deadline(source(), build))
              .filter(deadline -> !freshness.now().isBefore(deadline))
              .isPresent();
    };
  }

  private boolean mayBegin(BuildSight sight) {
    boolean ended =
        desired
            .build()
            .map(
                build ->
                    build.instanceId() == null
                        || build.failure() != null
                        || build.imageId() != null)
            .orElse(true);
    return ended && sight.standing().isEmpty();
  }

  /** A console that cannot be read says so in its own place: a time-out must not wait for it. */
  private String console(String instanceId) {
    Sight<String> sight =
        observer.console(place, desired.owner().resource(), instanceId, freshness.ofImages());
    return sight instanceof Sight.Failed<String>(Ec2Failure failure, Instant retryAt)
        ? "GetConsoleOutput: " + failure.getMessage()
        : asking.value(sight);
  }

  private LaunchInputs inputs(Surroundings surroundings) {
    Optional<Verdict> refusal = refusal(surroundings);
    if (refusal.isPresent()) {
      return new LaunchInputs.Missing(refusal.get());
    }
    return switch (surroundings.userData().apply(source().userData().configMapKeyRef())) {
      case UserData.Found.Nothing(String why) ->
          missing("source.build.userData", why, Reason.SourceNotFound);
      case UserData.Found.Script(byte[] bytes) -> withBase(bytes, surroundings);
    };
  }

  private LaunchInputs withBase(byte[] userData, Surroundings surroundings) {
    Finding base =
        new Search(observer, place, desired.owner().resource(), freshness, asking)
            .base(source().base(), surroundings.sibling());
    return base.image()
        .<LaunchInputs>map(image -> new LaunchInputs.Complete(image, userData))
        .orElseGet(() -> missing("source.build.base", base.why(), Reason.SourceNotReady));
  }

  private Optional<Verdict> refusal(Surroundings surroundings) {
    String profile = source().instanceProfile();
    List<String> allowed = surroundings.allow().instanceProfiles();
    return profile == null || (allowed != null && allowed.contains(profile))
        ? Optional.empty()
        : Optional.of(
            new Verdict.Stalled(
                Reason.NotAllowed,
                "source.build.instanceProfile: %s is not in allow.instanceProfiles of AwsAccount %s."
                    .formatted(profile, place.account())));
  }

  /** Whatever is missing may come without a change of this object, so it is looked for again. */
  private static LaunchInputs missing(String what, String why, Reason reason) {
    return new LaunchInputs.Missing(
        new Verdict.Held(
            reason, "%s: %s. It is looked for every minute.".formatted(what, why), NOT_YET));
  }

  private BuildSource source() {
    return desired.source().build();
  }
}
