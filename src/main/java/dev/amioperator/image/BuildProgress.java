package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildSource;
import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.reconcile.ExecutionResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a build is: what the status has to say of it before anything else is done, so that
 * whoever goes on knows as much. Pure.
 */
record BuildProgress(
    DesiredImage desired,
    RecordedImage recorded,
    ObservedBuild observedBuild,
    CurrentImage currentImage,
    Instant now) {
  /** How long EC2 may hide what it knows: the end of a console, a launch, an instance. */
  private static final Duration EVENTUAL_CONSISTENCY = Duration.ofMinutes(10);

  /** How long an image is tried to be made of a builder that succeeded. */
  private static final Duration IMAGE_CREATION_TIMEOUT = Duration.ofDays(1);

  /** How long the request of a Spot Instance that somebody terminated is being cancelled. */
  private static final Duration SPOT_CANCELLATION = Duration.ofMinutes(1);

  /** The latest build; as the status has it, unless something new was seen. */
  static Optional<BuildStatus> of(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      CurrentImage currentImage,
      Instant now) {
    return observed
        .build()
        .map(sight -> new BuildProgress(desired, recorded, sight, currentImage, now).latest())
        .or(recorded::build);
  }

  /** The same after the plan was carried out, or refused. */
  static BuildStatus afterExecution(
      BuildStatus build, ExecutionResult executionResult, Instant now) {
    boolean unlaunched =
        build.instanceId() == null && build.failure() == null && build.imageId() == null;
    return unlaunched
        ? executionResult.failure().map(errorClass -> refused(build, errorClass, now)).orElse(build)
        : build;
  }

  /** What may have been launched all the same is waited for as long as EC2 may hide it. */
  private static BuildStatus refused(BuildStatus build, ErrorClass errorClass, Instant now) {
    return switch (errorClass) {
      case NOT_FOUND, IN_USE, PROTECTED, WRONG_STATE, QUOTA, DENIED, INVALID, UNSUPPORTED ->
          build.refused();
      case THROTTLED, TRANSIENT -> build;
      case ALREADY_EXISTS -> {
        BuildStatus hidden = build.ended(endedAt(build, now));
        yield elapsed(hidden, EVENTUAL_CONSISTENCY, now) ? build.refused() : hidden;
      }
    };
  }

  /** When the builder has to have shut down; none before it is launched. */
  static Optional<Instant> deadline(BuildSource source, BuildStatus build) {
    return Optional.ofNullable(build.launchedAt())
        .map(at -> Instant.parse(at).plus(Durations.parse(source.timeout())));
  }

  /** Until when the console of a builder that has shut down is looked at for its marker. */
  static Instant consoleReadUntil(BuildStatus build) {
    return Instant.parse(build.endedAt()).plus(EVENTUAL_CONSISTENCY);
  }

  private BuildStatus latest() {
    BuildStatus former = recorded.build().orElseGet(() -> BuildStatus.after(null));
    BuildStatus build =
        startsOver(former)
            ? BuildStatus.after(
                Optional.ofNullable(former.instanceId()).orElse(former.previousInstanceId()))
            : former;
    Optional<BuildInstance> builder = observedBuild.of(desired.buildToken(Optional.of(build)));
    if (builder.isPresent() && build.instanceId() == null) {
      build = build.launched(builder.get().id(), seconds(earlier(builder.get().launchTime(), now)));
    }
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, var others) -> completed(build, image);
      case CurrentImage.None none -> evaluated(build, builder);
      case CurrentImage.Gone gone -> evaluated(build, builder);
      case CurrentImage.Failed failed -> build;
      case CurrentImage.SourceMismatch other -> build;
      case CurrentImage.NotVisible notVisible -> build;
      case CurrentImage.Untagged untagged -> build;
      case CurrentImage.Pinned pinned -> build;
      case CurrentImage.Unresolved unresolved -> build;
    };
  }

  /** Whether the build is over and another one is to begin. */
  private boolean startsOver(BuildStatus build) {
    boolean noImage =
        currentImage instanceof CurrentImage.None || currentImage instanceof CurrentImage.Gone;
    if (!noImage || !observedBuild.live().isEmpty()) {
      return false;
    }
    if (build.failure() != null) {
      return userDataChanged(build)
          || recorded.recreateId().equals(Optional.ofNullable(build.instanceId()));
    }
    return build.imageId() != null
        && (currentImage instanceof CurrentImage.None
            || recorded.recreateId().equals(Optional.of(build.imageId())));
  }

  private boolean userDataChanged(BuildStatus build) {
    return observedBuild.inputs().stream()
        .anyMatch(
            inputs ->
                inputs instanceof BuildInputs.Complete complete
                    && !complete.userDataHash().equals(build.userDataHash()));
  }

  /** A build is over once its image is available and nothing is left of its builder. */
  private BuildStatus completed(BuildStatus build, Image image) {
    boolean usable =
        image.state() == Image.State.AVAILABLE || image.state() == Image.State.DISABLED;
    return usable && observedBuild.live().isEmpty() ? build.made(image.id()) : build;
  }

  private BuildStatus evaluated(BuildStatus build, Optional<BuildInstance> builder) {
    if (build.failure() != null || build.imageId() != null) {
      return build;
    }
    if (builder.isPresent()) {
      return evaluated(build, builder.get());
    }
    if (build.instanceId() == null) {
      return withRecordedInputs(build);
    }
    BuildStatus missed = build.ended(endedAt(build, now));
    return elapsed(missed, EVENTUAL_CONSISTENCY, now)
        ? missed.failed(
            "%s is not there any more, or lost its tags: then it has to be terminated by hand."
                .formatted(build.instanceId()))
        : missed;
  }

  private BuildStatus withRecordedInputs(BuildStatus build) {
    return observedBuild.inputs().orElse(null) instanceof BuildInputs.Complete complete
        ? build.announced(complete.base().id(), complete.userDataHash())
        : build;
  }

  private BuildStatus evaluated(BuildStatus build, BuildInstance builder) {
    return switch (builder.state()) {
      case PENDING, RUNNING, STOPPING, UNKNOWN -> {
        Instant deadline = deadline(source(), build).orElseThrow();
        yield now.isBefore(deadline)
            ? build.ended(null)
            : build.failed(
                "%s had not shut down by %s, %s after its launch.%s"
                    .formatted(builder.id(), deadline, source().timeout(), consoleTail()));
      }
      case STOPPED -> {
        BuildStatus stopped = build.ended(endedAt(build, now));
        yield succeeded(desired, observedBuild)
            ? awaitingImage(stopped)
            : withoutSuccessMarker(stopped);
      }
      case SHUTTING_DOWN, TERMINATED -> terminated(build.ended(endedAt(build, now)), builder);
    };
  }

  private BuildStatus awaitingImage(BuildStatus stopped) {
    return elapsed(stopped, IMAGE_CREATION_TIMEOUT, now)
        ? stopped.failed(
            "%s succeeded, but no image could be made of it for a day."
                .formatted(stopped.instanceId()))
        : stopped;
  }

  private BuildStatus withoutSuccessMarker(BuildStatus stopped) {
    return elapsed(stopped, EVENTUAL_CONSISTENCY, now)
        ? stopped.failed(
            "%s shut down without a line on its console that ends with \"%s\".%s"
                .formatted(stopped.instanceId(), successMarker(source()), consoleTail()))
        : stopped;
  }

  private BuildStatus terminated(BuildStatus ended, BuildInstance builder) {
    return builder.spotRequestId().isPresent() && !elapsed(ended, SPOT_CANCELLATION, now)
        ? ended
        : ended.failed(
            "%s was terminated before an image was made of it: %s.%s"
                .formatted(
                    builder.id(),
                    builder.stateReason().isEmpty() ? "EC2 gives no reason" : builder.stateReason(),
                    consoleTail()));
  }

  /** Whether the builder told that it has done its work. */
  static boolean succeeded(DesiredImage desired, ObservedBuild sight) {
    return sight
        .console()
        .filter(
            text ->
                BuildConsole.hasLineEndingWith(
                    text, successMarker(desired.source().build().orElseThrow())))
        .isPresent();
  }

  static String successMarker(BuildSource source) {
    return Objects.requireNonNullElse(source.successMarker(), BuildSource.MARKER);
  }

  private String consoleTail() {
    return observedBuild.console().map(BuildConsole::tail).orElse("");
  }

  private static boolean elapsed(BuildStatus ended, Duration duration, Instant now) {
    return !now.isBefore(Instant.parse(ended.endedAt()).plus(duration));
  }

  private static String endedAt(BuildStatus build, Instant now) {
    return Optional.ofNullable(build.endedAt()).orElseGet(() -> seconds(now));
  }

  private BuildSource source() {
    return desired.source().build().orElseThrow();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
