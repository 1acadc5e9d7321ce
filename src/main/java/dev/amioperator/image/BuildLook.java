package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.observer.Sight;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Gathers what the next step of a build needs to know, asking for no more than that. */
final class BuildLook {
  private static final Duration NOT_YET = Duration.ofMinutes(1);

  private final Inquiry inquiry;
  private final Desired desired;

  BuildLook(Inquiry inquiry, Desired desired) {
    this.inquiry = inquiry;
    this.desired = desired;
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
    BuildSight sight = BuildSight.of(inquiry.builders());
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

  private boolean toBeHeard(Builder builder) {
    return switch (builder.state()) {
      case STOPPED, SHUTTING_DOWN, TERMINATED -> true;
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          desired
              .build()
              .flatMap(build -> Attempt.deadline(source(), build))
              .filter(deadline -> !inquiry.now().isBefore(deadline))
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
    Sight<String> sight = inquiry.console(instanceId);
    return sight instanceof Sight.Failed<String>(Ec2Failure failure, Instant retryAt)
        ? "GetConsoleOutput: " + failure.getMessage()
        : inquiry.value(sight);
  }

  private LaunchInputs inputs(Surroundings surroundings) {
    Optional<Verdict> refusal =
        Permission.toPassProfile(source(), surroundings.allow(), inquiry.place());
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
    Finding base = new Search(inquiry).base(source().base(), surroundings.sibling());
    return base.image()
        .<LaunchInputs>map(image -> new LaunchInputs.Complete(image, userData))
        .orElseGet(() -> missing("source.build.base", base.why(), Reason.SourceNotReady));
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
