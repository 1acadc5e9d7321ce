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
 * Plans the EC2 calls of a build: launch, wait for shutdown, create the image, terminate. Pure.
 *
 * @param build the latest build, as the status records it
 */
record BuildPlanner(DesiredImage desired, ObservedBuild observed, BuildStatus build, Instant now) {

  /** The next step of the build while there is no image. */
  static Plan next(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      CurrentImage currentImage,
      Instant now) {
    Optional<BuildStatus> build = BuildProgress.of(desired, recorded, observed, currentImage, now);
    Optional<ReadyState> refusal = refusal(recorded, observed);
    if (refusal.isPresent()) {
      return Plan.withoutActions(refusal.get());
    }
    return build.isEmpty() || !build.equals(recorded.build()) || !recorded.announces(desired)
        ? waiting(
            build.map(BuildPlanner::progressMessage).orElse("Starting the build."),
            Requeue.NEXT_STEP)
        : new BuildPlanner(desired, observed.build().orElseThrow(), build.get(), now).next();
  }

  /** Why no build instance may be launched, if so; a failed build reports its failure instead. */
  private static Optional<ReadyState> refusal(RecordedImage recorded, ObservedImage observed) {
    return observed.build().flatMap(ObservedBuild::inputs).orElse(null)
                instanceof BuildInputs.Missing(ReadyState why)
            && why.reason() == Reason.NotAllowed
            && recorded.build().map(BuildStatus::failure).isEmpty()
        ? Optional.of(why)
        : Optional.empty();
  }

  /** The progress that the status is about to record. */
  private static String progressMessage(BuildStatus build) {
    if (build.failure() != null) {
      return "The build failed, and its build instance is being terminated: " + build.failure();
    }
    if (build.instanceId() != null) {
      return "%s is the build instance.".formatted(build.instanceId());
    }
    return build.baseImageId() == null
        ? "Starting the build."
        : "About to launch a build instance from %s.".formatted(build.baseImageId());
  }

  /** The wait for build instances to terminate after the image was created. */
  static Optional<Plan> terminating(ObservedBuild observed) {
    return observed.live().isEmpty()
        ? Optional.empty()
        : Optional.of(
            waiting(
                "The image is created; its build instance is being terminated.",
                Requeue.BUILD_RUNNING));
  }

  /** A plan for a stalled AmiImage: its build instances are terminated, to cause no cost. */
  static Plan stalled(ObservedImage observed, Reason reason, String message) {
    return new Plan(
        observed.build().map(build -> terminate(build.instances())).orElse(List.of()),
        new ReadyState.Stalled(reason, message));
  }

  /** The calls that terminate build instances. */
  static List<AwsAction> terminate(List<BuildInstance> instances) {
    return instances.stream()
        .filter(BuildInstance::needsTermination)
        .flatMap(BuildPlanner::terminate)
        .toList();
  }

  /** The Spot request is cancelled first: it would launch the terminated instance again. */
  private static Stream<AwsAction> terminate(BuildInstance instance) {
    return Stream.concat(
        cancelSpotRequest(instance),
        Stream.of(new InstanceAction.TerminateInstances(instance.id())));
  }

  private static Stream<AwsAction> cancelSpotRequest(BuildInstance instance) {
    return instance.spotRequestId().stream().map(InstanceAction.CancelSpotInstanceRequests::new);
  }

  private Plan next() {
    Optional<BuildInstance> instance = observed.of(desired.buildToken(Optional.of(build)));
    List<BuildInstance> unwanted = new ArrayList<>(observed.live());
    if (build.failure() == null) {
      instance.ifPresent(unwanted::remove);
    }
    if (!unwanted.isEmpty()) {
      String ids = String.join(", ", unwanted.stream().map(BuildInstance::id).toList());
      return new Plan(
          terminate(unwanted), building("Terminating %s.".formatted(ids), Requeue.NEXT_STEP));
    }
    if (build.failure() != null) {
      return Plan.withoutActions(failed());
    }
    return instance.isPresent() ? proceed(instance.get()) : launch();
  }

  private ReadyState failed() {
    return new ReadyState.Stalled(
        Reason.BuildFailed,
        ("The build failed: %s%nNo build instance is left. To build again, change the user data,"
                + " or annotate this object amioperator.dev/recreate=%s; another spec needs a new"
                + " AmiImage.")
            .formatted(build.failure(), build.instanceId()));
  }

  private Plan launch() {
    if (build.instanceId() != null) {
      return waiting(
          "%s was not found; rechecking before acting.".formatted(build.instanceId()),
          Requeue.BUILD_RUNNING);
    }
    return switch (observed.inputs().orElseThrow()) {
      case BuildInputs.Missing(ReadyState why) -> Plan.withoutActions(why);
      case BuildInputs.Complete inputs ->
          new Plan(
              List.of(BuildLaunch.of(desired, build, inputs, now)),
              building(
                  "Launching a build instance from %s.".formatted(inputs.base().id()),
                  Requeue.NEXT_STEP));
    };
  }

  private Plan proceed(BuildInstance instance) {
    String id = instance.id();
    return switch (instance.state()) {
      case PENDING, RUNNING, STOPPING, UNKNOWN ->
          waiting(
              "%s is building (%s); it has to shut down by %s."
                  .formatted(
                      id,
                      instance.state().value(),
                      BuildProgress.deadline(desired.buildSource(), build).orElseThrow()),
              Requeue.BUILD_RUNNING);
      case STOPPED -> observed.succeeded(desired.buildSource()) ? createImage(id) : awaitMarker(id);
      case SHUTTING_DOWN, TERMINATED ->
          new Plan(
              cancelSpotRequest(instance).toList(),
              building(
                  "%s was terminated outside the operator; its Spot request is being cancelled."
                      .formatted(id),
                  Requeue.BUILD_RUNNING));
    };
  }

  private Plan awaitMarker(String instanceId) {
    return waiting(
        ("%s has shut down; no line on its console ends with \"%s\" yet. EC2 may show the end of"
                + " the console late: rechecking until %s.")
            .formatted(
                instanceId,
                BuildConsole.successMarker(desired.buildSource()),
                BuildProgress.consoleReadUntil(build)),
        Requeue.CONSOLE_PENDING);
  }

  /** CreateImage without a reboot, for the build instance is stopped. */
  private Plan createImage(String instanceId) {
    return new Plan(
        List.of(
            new ImageCreationAction.CreateImage(
                desired.imageName(),
                desired.attributes().description(),
                instanceId,
                true,
                List.of(),
                desired.tagsOnCreate())),
        building("Creating an image of %s.".formatted(instanceId), Requeue.NEXT_STEP));
  }

  private static Plan waiting(String message, Duration requeueAfter) {
    return Plan.withoutActions(building(message, requeueAfter));
  }

  private static ReadyState building(String message, Duration requeueAfter) {
    return new ReadyState.Reconciling(Reason.Building, message, requeueAfter);
  }
}
