package dev.amioperator.deletion;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks what keeps snapshots from being deleted, once their image is gone. */
final class HoldsLook {
  private final ObservationSession inquiry;
  private final Predicate<Image> going;

  /**
   * @param going the images that hold nothing: gone a moment ago, or about to go
   */
  HoldsLook(ObservationSession observationSession, Predicate<Image> going) {
    this.inquiry = observationSession;
    this.going = going;
  }

  /**
   * What holds these snapshots.
   *
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  Holds at(List<String> snapshotIds) {
    Map<String, List<String>> users = new HashMap<>();
    Map<String, SnapshotLock> locks = new HashMap<>();
    for (String id : snapshotIds) {
      List<String> others =
          inquiry.imagesUsingSnapshot(id).stream()
              .filter(Image::registered)
              .filter(going.negate())
              .map(Image::id)
              .toList();
      if (!others.isEmpty()) {
        users.put(id, others);
      }
      lock(id).ifPresent(lock -> locks.put(id, lock));
    }
    return new Holds(users, locks);
  }

  /** Who may not ask for locks is told by EC2 when a deletion fails. */
  private Optional<SnapshotLock> lock(String id) {
    Observation<Optional<SnapshotLock>> observation = inquiry.snapshotLock(id);
    return observation
                instanceof
                Observation.Failed<Optional<SnapshotLock>>(Ec2CallException failure, var retryAt)
            && failure.errorClass().terminal()
        ? Optional.empty()
        : inquiry.value(observation);
  }
}
