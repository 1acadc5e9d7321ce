package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.Builder;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Acted;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a build is: what the status has to say of it before anything else is done, so that
 * whoever goes on knows as much. Pure.
 */
final class Attempt {
  /** How long EC2 may hide what it knows: the end of a console, a launch, an instance. */
  private static final Duration LAG = Duration.ofMinutes(10);

  /** How long an image is tried to be made of a builder that succeeded. */
  private static final Duration IMAGING = Duration.ofDays(1);

  /** How long the request of a Spot Instance that somebody terminated is being cancelled. */
  private static final Duration CANCELLING = Duration.ofMinutes(1);

  private final Desired desired;
  private final BuildSight sight;
  private final Standing standing;
  private final Instant now;

  private Attempt(Desired desired, BuildSight sight, Standing standing, Instant now) {
    this.desired = desired;
    this.sight = sight;
    this.standing = standing;
    this.now = now;
  }

  /** The latest build; as the status has it, unless something new was seen. */
  static Optional<BuildStatus> of(
      Desired desired, Observed observed, Standing standing, Instant now) {
    return observed
        .build()
        .map(sight -> new Attempt(desired, sight, standing, now).latest())
        .or(desired::build);
  }

  /** The same after the plan was carried out, or refused. */
  static BuildStatus after(BuildStatus build, Acted acted, Instant now) {
    boolean unlaunched =
        build.instanceId() == null && build.failure() == null && build.imageId() == null;
    return unlaunched
        ? acted.refused().map(kind -> refused(build, kind, now)).orElse(build)
        : build;
  }

  /** What may have been launched all the same is waited for as long as EC2 may hide it. */
  private static BuildStatus refused(BuildStatus build, Kind kind, Instant now) {
    return switch (kind) {
      case NOT_FOUND, IN_USE, PROTECTED, WRONG_STATE, QUOTA, DENIED, INVALID, UNSUPPORTED ->
          build.refused();
      case THROTTLED, TRANSIENT -> build;
      case ALREADY_EXISTS -> {
        BuildStatus hidden = build.ended(endedAt(build, now));
        yield since(hidden, LAG, now) ? build.refused() : hidden;
      }
    };
  }

  /** When the builder has to have shut down; none before it is launched. */
  static Optional<Instant> deadline(BuildSource source, BuildStatus build) {
    return Optional.ofNullable(build.launchedAt())
        .map(at -> Instant.parse(at).plus(Durations.parse(source.timeout())));
  }

  /** Until when the console of a builder that has shut down is looked at for its marker. */
  static Instant listenedUntil(BuildStatus build) {
    return Instant.parse(build.endedAt()).plus(LAG);
  }

  private BuildStatus latest() {
    BuildStatus former = desired.build().orElseGet(() -> BuildStatus.after(null));
    BuildStatus build =
        again(former)
            ? BuildStatus.after(
                Optional.ofNullable(former.instanceId()).orElse(former.previousInstanceId()))
            : former;
    Optional<Builder> builder = sight.of(desired.buildToken(Optional.of(build)));
    if (builder.isPresent() && build.instanceId() == null) {
      build = build.launched(builder.get().id(), seconds(earlier(builder.get().launched(), now)));
    }
    return switch (standing) {
      case Standing.Found(Image image, var others) -> made(build, image);
      case Standing.None none -> judged(build, builder);
      case Standing.Gone gone -> judged(build, builder);
      case Standing.Broken broken -> build;
      case Standing.OtherSource other -> build;
      case Standing.Missed missed -> build;
      case Standing.Untagged untagged -> build;
      case Standing.Pinned pinned -> build;
      case Standing.Unfound unfound -> build;
    };
  }

  /** Whether the build is over and another one is to begin. */
  private boolean again(BuildStatus build) {
    boolean noImage = standing instanceof Standing.None || standing instanceof Standing.Gone;
    if (!noImage || !sight.standing().isEmpty()) {
      return false;
    }
    if (build.failure() != null) {
      return otherUserData(build)
          || desired.recreate().equals(Optional.ofNullable(build.instanceId()));
    }
    return build.imageId() != null
        && (standing instanceof Standing.None
            || desired.recreate().equals(Optional.of(build.imageId())));
  }

  private boolean otherUserData(BuildStatus build) {
    return sight.inputs().stream()
        .anyMatch(
            inputs ->
                inputs instanceof LaunchInputs.Complete complete
                    && !complete.userDataHash().equals(build.userDataHash()));
  }

  /** A build is over once its image is available and nothing is left of its builder. */
  private BuildStatus made(BuildStatus build, Image image) {
    boolean usable =
        image.state() == Image.State.AVAILABLE || image.state() == Image.State.DISABLED;
    return usable && sight.standing().isEmpty() ? build.made(image.id()) : build;
  }

  private BuildStatus judged(BuildStatus build, Optional<Builder> builder) {
    if (build.failure() != null || build.imageId() != null) {
      return build;
    }
    if (builder.isPresent()) {
      return judged(build, builder.get());
    }
    if (build.instanceId() == null) {
      return announced(build);
    }
    BuildStatus missed = build.ended(endedAt(build, now));
    return since(missed, LAG, now)
        ? missed.failed(
            "%s is not there any more, or lost its tags: then it has to be terminated by hand."
                .formatted(build.instanceId()))
        : missed;
  }

  private BuildStatus announced(BuildStatus build) {
    return sight.inputs().orElse(null) instanceof LaunchInputs.Complete complete
        ? build.announced(complete.base().id(), complete.userDataHash())
        : build;
  }

  private BuildStatus judged(BuildStatus build, Builder builder) {
    return switch (builder.state()) {
      case PENDING, RUNNING, STOPPING, UNKNOWN -> {
        Instant deadline = deadline(source(), build).orElseThrow();
        yield now.isBefore(deadline)
            ? build.ended(null)
            : build.failed(
                "%s had not shut down by %s, %s after its launch.%s"
                    .formatted(builder.id(), deadline, source().timeout(), tail()));
      }
      case STOPPED -> {
        BuildStatus stopped = build.ended(endedAt(build, now));
        yield succeeded(desired, sight) ? waitingForItsImage(stopped) : mute(stopped);
      }
      case SHUTTING_DOWN, TERMINATED -> terminated(build.ended(endedAt(build, now)), builder);
    };
  }

  private BuildStatus waitingForItsImage(BuildStatus stopped) {
    return since(stopped, IMAGING, now)
        ? stopped.failed(
            "%s succeeded, but no image could be made of it for a day."
                .formatted(stopped.instanceId()))
        : stopped;
  }

  private BuildStatus mute(BuildStatus stopped) {
    return since(stopped, LAG, now)
        ? stopped.failed(
            "%s shut down without a line on its console that ends with \"%s\".%s"
                .formatted(stopped.instanceId(), marker(source()), tail()))
        : stopped;
  }

  private BuildStatus terminated(BuildStatus ended, Builder builder) {
    return builder.spotRequestId().isPresent() && !since(ended, CANCELLING, now)
        ? ended
        : ended.failed(
            "%s was terminated before an image was made of it: %s.%s"
                .formatted(
                    builder.id(),
                    builder.stateReason().isEmpty() ? "EC2 gives no reason" : builder.stateReason(),
                    tail()));
  }

  /** Whether the builder told that it has done its work. */
  static boolean succeeded(Desired desired, BuildSight sight) {
    return sight
        .console()
        .filter(text -> Console.endsALine(text, marker(desired.source().build())))
        .isPresent();
  }

  static String marker(BuildSource source) {
    return Objects.requireNonNullElse(source.successMarker(), BuildSource.MARKER);
  }

  private String tail() {
    return sight.console().map(Console::tail).orElse("");
  }

  private static boolean since(BuildStatus ended, Duration duration, Instant now) {
    return !now.isBefore(Instant.parse(ended.endedAt()).plus(duration));
  }

  private static String endedAt(BuildStatus build, Instant now) {
    return Optional.ofNullable(build.endedAt()).orElseGet(() -> seconds(now));
  }

  private BuildSource source() {
    return desired.source().build();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
