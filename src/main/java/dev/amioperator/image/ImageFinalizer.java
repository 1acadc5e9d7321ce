package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans the deletion of an AmiImage in EC2: build instances first, then the image. */
record ImageFinalizer(
    ObservationSession session,
    DesiredImage desired,
    RecordedImage recorded,
    Instant deletedAt,
    Duration grace) {

  /**
   * Whether the object is deleted without a call of EC2: it only observes its image, or releases
   * it. A build instance is no image, and is terminated also by an object that releases.
   */
  static boolean leavesEverything(DesiredImage desired, RecordedImage recorded) {
    return desired.source().observesOnly()
        || desired.deletionPolicy() == DeletionPolicy.RELEASE && !recorded.rebuilding();
  }

  /**
   * The next step of the deletion.
   *
   * @param grace how long EC2 may hide a resource before it counts as gone
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending or failed
   */
  static FinalizerPlanner.Step next(
      ObservationSession session, AmiImage resource, DesiredImage desired, Duration grace) {
    Instant deletedAt = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return new ImageFinalizer(session, desired, RecordedImage.of(resource), deletedAt, grace)
        .next();
  }

  private FinalizerPlanner.Step next() {
    return terminateBuildInstances()
        .<FinalizerPlanner.Step>map(FinalizerPlanner.Step.Execute::new)
        .orElseGet(this::nextOfImage);
  }

  private FinalizerPlanner.Step nextOfImage() {
    return desired.deletionPolicy() == DeletionPolicy.RELEASE
        ? new FinalizerPlanner.Step.Done(List.of())
        : FinalizerPlanner.next(session, imageRequest(), grace);
  }

  /** Empty once no build instance is left for certain; none is launched after the deletion. */
  private Optional<Plan> terminateBuildInstances() {
    if (!recorded.rebuilding()) {
      return Optional.empty();
    }
    if (desired.deletionPolicy() != DeletionPolicy.DELETE && imagePending()) {
      return plan(
          List.of(), "EC2 is still creating the image of the build instance; it is retained.");
    }
    ObservedBuild observed =
        ObservedBuild.of(session.get(BuildInstanceQueries.byOwner(session.owner())));
    if (!observed.live().isEmpty()) {
      return plan(
          BuildPlanner.terminate(observed.instances()), "The build instance is being terminated.");
    }
    boolean terminated = observed.of(desired.buildToken(recorded.build())).isPresent();
    return terminated || !session.oldestObservedAt().isBefore(deletedAt.plus(grace))
        ? Optional.empty()
        : plan(List.of(), "Confirming that no build instance was launched.");
  }

  private boolean imagePending() {
    return session.get(OwnedResourceQueries.byOwner(session.owner())).images().stream()
        .anyMatch(image -> image.state() == Image.State.PENDING);
  }

  private static Optional<Plan> plan(List<AwsAction> actions, String message) {
    return Optional.of(
        new Plan(
            actions, new ReadyState.Reconciling(Reason.Deleting, message, Requeue.BUILD_CLEANUP)));
  }

  private FinalizerPlanner.Request imageRequest() {
    return new FinalizerPlanner.Request(
        desired.owner(),
        recorded.imageId().stream().toList(),
        recorded.imageName().or(desired::nameToCreate).filter(_ -> recorded.mayRecreate(desired)),
        false,
        recorded.snapshots(),
        desired.source().handedOverSnapshots(),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        desired.attributes().deregistrationProtection());
  }
}
