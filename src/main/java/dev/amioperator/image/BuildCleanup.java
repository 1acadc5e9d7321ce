package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ec2.BuildInstance;
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

/** The builders of an object that is being deleted go before anything else does. */
final class BuildCleanup {

  private final ObservationSession session;
  private final DesiredImage desired;
  private final RecordedImage recorded;

  private BuildCleanup(ObservationSession session, DesiredImage desired, RecordedImage recorded) {
    this.session = session;
    this.desired = desired;
    this.recorded = recorded;
  }

  /**
   * What is to be done about builders; nothing, once none is left beyond doubt.
   *
   * @param deletedAt since when no builder is launched any more
   * @param grace how long EC2 may not show what was launched
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static Optional<Plan> next(
      ObservationSession observationSession,
      DesiredImage desired,
      RecordedImage recorded,
      Instant deletedAt,
      Duration grace) {
    return recorded.rebuilding()
        ? new BuildCleanup(observationSession, desired, recorded).next(deletedAt, grace)
        : Optional.empty();
  }

  private Optional<Plan> next(Instant deletedAt, Duration grace) {
    if (desired.deletionPolicy() != DeletionPolicy.DELETE && imagePending()) {
      return waiting("EC2 is still making the image, which shall stay, of the builder.");
    }
    List<BuildInstance> builders = session.get(BuildInstanceQueries.byOwner(session.owner()));
    ObservedBuild sight = ObservedBuild.of(builders);
    if (!sight.live().isEmpty()) {
      return Optional.of(
          new Plan(BuildPlanner.terminate(builders), deleting("The builder is being terminated.")));
    }
    boolean seenTerminated = sight.of(desired.buildToken(recorded.build())).isPresent();
    boolean lookedLongEnough = !session.oldestObservedAt().isBefore(deletedAt.plus(grace));
    return seenTerminated || lookedLongEnough
        ? Optional.empty()
        : waiting("Making sure that no builder was launched.");
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
