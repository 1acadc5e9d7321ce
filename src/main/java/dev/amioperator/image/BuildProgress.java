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
import java.util.Optional;

/**
 * Recorded progress of a build, updated from what EC2 shows of its build instance. It is written
 * before each further EC2 call, so that a restarted operator continues the build. Pure.
 */
record BuildProgress(
    DesiredImage desired,
    RecordedImage recorded,
    ObservedBuild observed,
    CurrentImage currentImage,
    Instant now) {
  /** How long EC2 may hide what it knows: a launch, an instance. */
  private static final Duration EVENTUAL_CONSISTENCY = Duration.ofMinutes(10);

  /** How late EC2 may show the end of a console: 20 minutes outside Nitro, and a margin. */
  private static final Duration CONSOLE_DELAY = Duration.ofMinutes(25);

  /** How long CreateImage is retried for a build instance that succeeded. */
  private static final Duration IMAGE_CREATION_TIMEOUT = Duration.ofDays(1);

  /** How long the Spot request of an instance terminated outside the operator is cancelled. */
  private static final Duration SPOT_CANCELLATION = Duration.ofMinutes(1);

  /** The latest build: as recorded, unless its build instances were observed. */
  static Optional<BuildStatus> of(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      CurrentImage currentImage,
      Instant now) {
    return observed
        .build()
        .map(build -> new BuildProgress(desired, recorded, build, currentImage, now).latest())
        .or(recorded::build);
  }

  /** The build after its plan was executed, or RunInstances was refused. */
  static BuildStatus afterExecution(BuildStatus build, ExecutionResult result, Instant now) {
    boolean unlaunched =
        build.instanceId() == null && build.failure() == null && build.imageId() == null;
    return unlaunched
        ? result
            .failure()
            .map(errorClass -> afterFailedLaunch(build, errorClass, now))
            .orElse(build)
        : build;
  }

  /** An instance that may have been launched all the same is awaited while EC2 may hide it. */
  private static BuildStatus afterFailedLaunch(
      BuildStatus build, ErrorClass errorClass, Instant now) {
    return switch (errorClass) {
      case NOT_FOUND, IN_USE, PROTECTED, WRONG_STATE, QUOTA, DENIED, INVALID, UNSUPPORTED ->
          build.refused();
      case THROTTLED, ACCOUNT_UNAVAILABLE, CLOCK_SKEW, NOT_OWNED, TRANSIENT -> build;
      case ALREADY_EXISTS -> {
        BuildStatus hidden = ended(build, now);
        yield elapsed(hidden, EVENTUAL_CONSISTENCY, now) ? build.refused() : hidden;
      }
    };
  }

  /** When the build instance has to have shut down; empty before its launch. */
  static Optional<Instant> deadline(BuildSource source, BuildStatus build) {
    return Optional.ofNullable(build.launchedAt())
        .map(at -> Instant.parse(at).plus(Durations.parse(source.timeout())));
  }

  /** Until when the console of a stopped build instance is read for the success marker. */
  static Instant consoleReadUntil(BuildStatus build) {
    return Instant.parse(build.endedAt()).plus(CONSOLE_DELAY);
  }

  private BuildStatus latest() {
    BuildStatus build = recorded.build().orElseGet(() -> BuildStatus.after(null));
    if (startsOver(build)) {
      build =
          BuildStatus.after(
              Optional.ofNullable(build.instanceId()).orElse(build.previousInstanceId()));
    }
    Optional<BuildInstance> instance = observed.of(desired.buildToken(Optional.of(build)));
    if (instance.isPresent() && !launchRecorded(build)) {
      Instant launchTime = instance.get().launchTime();
      build =
          build.launched(instance.get().id(), seconds(launchTime.isBefore(now) ? launchTime : now));
    }
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, _) -> completed(build, image);
      case CurrentImage.None _, CurrentImage.Gone _ -> evaluated(build, instance);
      case CurrentImage.Failed _,
          CurrentImage.SourceMismatch _,
          CurrentImage.NotVisible _,
          CurrentImage.Untagged _,
          CurrentImage.Pinned _,
          CurrentImage.Unresolved _ ->
          build;
    };
  }

  /** A launch in the future, or without a time, is read from EC2 again. */
  private boolean launchRecorded(BuildStatus build) {
    return build.instanceId() != null
        && build.launchedAt() != null
        && !Instant.parse(build.launchedAt()).isAfter(now);
  }

  /** Whether the build has ended and another build instance is to be launched. */
  private boolean startsOver(BuildStatus build) {
    boolean noImage =
        currentImage instanceof CurrentImage.None || currentImage instanceof CurrentImage.Gone;
    if (!noImage || !observed.live().isEmpty()) {
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
    return observed.inputs().orElse(null) instanceof BuildInputs.Complete inputs
        && !inputs.userDataHash().equals(build.userDataHash());
  }

  /** A build ends once its image is available and no build instance is left. */
  private BuildStatus completed(BuildStatus build, Image image) {
    boolean usable =
        image.state() == Image.State.AVAILABLE || image.state() == Image.State.DISABLED;
    return usable && observed.live().isEmpty() ? build.made(image.id()) : build;
  }

  private BuildStatus evaluated(BuildStatus build, Optional<BuildInstance> instance) {
    if (build.failure() != null || build.imageId() != null) {
      return build;
    }
    if (instance.isPresent()) {
      return evaluated(build, instance.get());
    }
    if (build.instanceId() == null) {
      return observed.inputs().orElse(null) instanceof BuildInputs.Complete inputs
          ? build.announced(inputs.base().id(), inputs.userDataHash())
          : build;
    }
    return failedAfter(
        EVENTUAL_CONSISTENCY,
        ended(build, now),
        "%s no longer exists, or lost its tags. If it still runs, terminate it by hand."
            .formatted(build.instanceId()));
  }

  private BuildStatus evaluated(BuildStatus build, BuildInstance instance) {
    return switch (instance.state()) {
      case PENDING, RUNNING, STOPPING, UNKNOWN -> running(build, instance.id());
      case STOPPED -> stopped(ended(build, now), instance.id());
      case SHUTTING_DOWN, TERMINATED ->
          failedAfter(
              instance.spotRequestId().isPresent() ? SPOT_CANCELLATION : Duration.ZERO,
              ended(build, now),
              "%s was terminated before an image was created of it: %s.%s"
                  .formatted(
                      instance.id(),
                      instance.stateReason().isEmpty()
                          ? "EC2 gives no reason"
                          : instance.stateReason(),
                      consoleTail()));
    };
  }

  private BuildStatus running(BuildStatus build, String instanceId) {
    BuildSource source = desired.buildSource();
    Instant deadline = deadline(source, build).orElseThrow();
    return now.isBefore(deadline)
        ? build.ended(null)
        : build.failed(
            "%s had not shut down by %s, %s after its launch.%s"
                .formatted(instanceId, deadline, source.timeout(), consoleTail()));
  }

  private BuildStatus stopped(BuildStatus build, String instanceId) {
    BuildSource source = desired.buildSource();
    return observed.succeeded(source)
        ? failedAfter(
            IMAGE_CREATION_TIMEOUT,
            build,
            "%s succeeded, but EC2 could not create an image of it for a day."
                .formatted(instanceId))
        : failedAfter(
            CONSOLE_DELAY,
            build,
            "%s shut down without a line on its console that ends with \"%s\".%s"
                .formatted(instanceId, BuildConsole.successMarker(source), consoleTail()));
  }

  private BuildStatus failedAfter(Duration wait, BuildStatus ended, String failure) {
    return elapsed(ended, wait, now) ? ended.failed(failure) : ended;
  }

  private String consoleTail() {
    return observed.console().map(BuildConsole::tail).orElse("");
  }

  private static boolean elapsed(BuildStatus ended, Duration duration, Instant now) {
    return !now.isBefore(Instant.parse(ended.endedAt()).plus(duration));
  }

  /** An end in the future is of another clock, which was ahead. */
  private static BuildStatus ended(BuildStatus build, Instant now) {
    return build.endedAt() == null || Instant.parse(build.endedAt()).isAfter(now)
        ? build.ended(seconds(now))
        : build;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
