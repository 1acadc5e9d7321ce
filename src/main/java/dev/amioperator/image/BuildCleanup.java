package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.DeletionPolicy;
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
import java.util.Optional;

/** Terminates the build instances of a deleted AmiImage, before its image is deleted. */
record BuildCleanup(ObservationSession session, DesiredImage desired, RecordedImage recorded) {

  /**
   * The next step; empty once no build instance is left for certain.
   *
   * @param deletedAt since when no build instance is launched
   * @param grace how long EC2 may hide a launched instance
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending or failed
   */
  Optional<Plan> next(Instant deletedAt, Duration grace) {
    if (!recorded.rebuilding()) {
      return Optional.empty();
    }
    if (desired.deletionPolicy() != DeletionPolicy.DELETE && imagePending()) {
      return waiting("EC2 is still creating the image of the build instance; it is retained.");
    }
    ObservedBuild observed =
        ObservedBuild.of(session.get(BuildInstanceQueries.byOwner(session.owner())));
    if (!observed.live().isEmpty()) {
      return Optional.of(
          new Plan(
              BuildPlanner.terminate(observed.instances()),
              deleting("The build instance is being terminated.")));
    }
    boolean terminated = observed.of(desired.buildToken(recorded.build())).isPresent();
    return terminated || !session.oldestObservedAt().isBefore(deletedAt.plus(grace))
        ? Optional.empty()
        : waiting("Confirming that no build instance was launched.");
  }

  private boolean imagePending() {
    return session.get(OwnedResourceQueries.byOwner(session.owner())).images().stream()
        .anyMatch(image -> image.state() == Image.State.PENDING);
  }

  private static Optional<Plan> waiting(String message) {
    return Optional.of(Plan.withoutActions(deleting(message)));
  }

  private static ReadyState deleting(String message) {
    return new ReadyState.Reconciling(Reason.Deleting, message, Requeue.BUILD_CLEANUP);
  }
}
