package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BuildStatus;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans for an image that is built: launch, wait until the builder has shut itself down, make the
 * image, terminate. Pure.
 */
final class BuildPlanner {

  private final DesiredImage desired;
  private final ObservedBuild observedBuild;
  private final BuildStatus build;
  private final Instant now;

  private BuildPlanner(
      DesiredImage desired, ObservedBuild observedBuild, BuildStatus build, Instant now) {
    this.desired = desired;
    this.observedBuild = observedBuild;
    this.build = build;
    this.now = now;
  }

  /** The next step while there is no image. */
  static Plan next(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      CurrentImage currentImage,
      Instant now) {
    Optional<BuildStatus> build = BuildProgress.of(desired, recorded, observed, currentImage, now);
    return build.isEmpty() || !build.equals(recorded.build()) || !recorded.announces(desired)
        ? waiting(
            build.map(BuildPlanner::progressMessage).orElse("The build begins."), Requeue.NEXT_STEP)
        : new BuildPlanner(desired, observed.build().orElseThrow(), build.get(), now).next();
  }

  /** What the status is about to say of a build. */
  private static String progressMessage(BuildStatus build) {
    if (build.failure() != null) {
      return "The build failed, and its builder is terminated: " + build.failure();
    }
    if (build.instanceId() != null) {
      return "%s is the builder.".formatted(build.instanceId());
    }
    return build.baseImageId() == null
        ? "The build begins."
        : "A builder is about to be launched from %s.".formatted(build.baseImageId());
  }

  /** What is waited for while there is an image already. */
  static Optional<Plan> terminating(ObservedBuild sight) {
    return sight.live().isEmpty()
        ? Optional.empty()
        : Optional.of(
            waiting("The image is made; its builder is being terminated.", Requeue.BUILD_RUNNING));
  }

  /** Somebody has to change something, and meanwhile no builder is left. */
  static Plan stalled(ObservedImage observed, Reason reason, String message) {
    return new Plan(
        observed.build().map(build -> terminate(build.instances())).orElse(List.of()),
        new ReadyState.Stalled(reason, message));
  }

  /** What ends the builders once their image is available, or their object goes. */
  static List<AwsAction> terminate(List<BuildInstance> builders) {
    return builders.stream()
        .filter(BuildInstance::needsTermination)
        .flatMap(BuildPlanner::terminate)
        .toList();
  }

  /** A Spot request goes first: it would launch what is terminated again. */
  private static Stream<AwsAction> terminate(BuildInstance builder) {
    return Stream.concat(
        builder.spotRequestId().stream().map(InstanceAction.CancelSpotInstanceRequests::new),
        Stream.of(new InstanceAction.TerminateInstances(builder.id())));
  }

  private Plan next() {
    Optional<BuildInstance> builder = observedBuild.of(desired.buildToken(Optional.of(build)));
    List<BuildInstance> leaving = terminating(builder);
    if (!leaving.isEmpty()) {
      String ids = String.join(", ", leaving.stream().map(BuildInstance::id).toList());
      return new Plan(
          terminate(leaving),
          building("%s is being terminated.".formatted(ids), Requeue.NEXT_STEP));
    }
    if (build.failure() != null) {
      return Plan.withoutActions(failed());
    }
    return builder.isPresent() ? proceed(builder.get()) : launch();
  }

  /** Every builder that is not the present one, and that one too once it has failed. */
  private List<BuildInstance> terminating(Optional<BuildInstance> present) {
    List<BuildInstance> leaving = new ArrayList<>(observedBuild.live());
    if (build.failure() == null) {
      present.ifPresent(leaving::remove);
    }
    return leaving;
  }

  private ReadyState failed() {
    return new ReadyState.Stalled(
        Reason.BuildFailed,
        ("The build failed: %s%nNo builder is left. Change the user data, or annotate this object"
                + " amioperator.dev/recreate=%s, to build again; another spec needs a new AmiImage.")
            .formatted(build.failure(), build.instanceId()));
  }

  private Plan launch() {
    if (build.instanceId() != null) {
      return waiting(
          "%s is not seen; making sure.".formatted(build.instanceId()), Requeue.BUILD_RUNNING);
    }
    return switch (observedBuild.inputs().orElseThrow()) {
      case BuildInputs.Missing(ReadyState why) -> Plan.withoutActions(why);
      case BuildInputs.Complete inputs ->
          new Plan(
              List.of(BuildLaunch.of(desired, build, inputs, now)),
              building(
                  "A builder is being launched from %s.".formatted(inputs.base().id()),
                  Requeue.NEXT_STEP));
    };
  }

  private Plan proceed(BuildInstance builder) {
    return switch (builder.state()) {
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          waiting(
              "%s customises itself (%s), until %s at the latest."
                  .formatted(
                      builder.id(),
                      builder.state().value(),
                      BuildProgress.deadline(desired.source().build().orElseThrow(), build)
                          .orElseThrow()),
              Requeue.BUILD_RUNNING);
      case STOPPED ->
          BuildProgress.succeeded(desired, observedBuild)
              ? new Plan(
                  List.of(createImage(builder)),
                  building("Making an image of %s.".formatted(builder.id()), Requeue.NEXT_STEP))
              : waiting(
                  ("%s has shut down; no line on its console ends with \"%s\" yet. EC2 may be late"
                          + " with it: it is looked for until %s.")
                      .formatted(
                          builder.id(),
                          BuildProgress.successMarker(desired.source().build().orElseThrow()),
                          BuildProgress.consoleReadUntil(build)),
                  Requeue.BUILD_RUNNING);
      case SHUTTING_DOWN, TERMINATED ->
          new Plan(
              builder.spotRequestId().stream()
                  .<AwsAction>map(InstanceAction.CancelSpotInstanceRequests::new)
                  .toList(),
              building(
                  "%s was terminated by others; its Spot request is being cancelled."
                      .formatted(builder.id()),
                  Requeue.BUILD_RUNNING));
    };
  }

  /** It has shut down, so there is nothing to reboot. */
  private AwsAction createImage(BuildInstance builder) {
    return new ImageCreationAction.CreateImage(
        desired.imageName(),
        desired.attributes().description(),
        builder.id(),
        true,
        List.of(),
        desired.tagsOnCreate());
  }

  private static Plan waiting(String message, Duration again) {
    return Plan.withoutActions(building(message, again));
  }

  private static ReadyState building(String message, Duration again) {
    return new ReadyState.Reconciling(Reason.Building, message, again);
  }
}
