package dev.amioperator.deletion;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what keeps snapshots from being deleted after their image is deregistered.
 *
 * @param beingDeleted the images that block no snapshot: deregistered recently, or about to be
 */
record SnapshotBlockersObserver(ObservationSession session, Predicate<Image> beingDeleted) {

  /**
   * Reads the images and locks of these snapshots.
   *
   * @throws ObservationReader.ObservationPendingException when a read of EC2 is pending or failed
   */
  SnapshotBlockers observe(List<String> snapshotIds) {
    RequestedRead<Map<String, List<Image>>> requested =
        RequestedRead.of(() -> session.getAll(snapshotIds, ImageQueries::usingSnapshot));
    Map<String, RequestedRead<Optional<SnapshotLock>>> askedLocks = new LinkedHashMap<>();
    snapshotIds.forEach(id -> askedLocks.put(id, RequestedRead.of(() -> activeLock(id))));
    Map<String, List<String>> users = new HashMap<>();
    requested.value().forEach((id, images) -> users.put(id, remaining(images)));
    users.values().removeIf(List::isEmpty);
    Map<String, SnapshotLock> locks = new HashMap<>();
    askedLocks.forEach((id, lock) -> lock.value().ifPresent(active -> locks.put(id, active)));
    return new SnapshotBlockers(users, locks);
  }

  private List<String> remaining(List<Image> images) {
    return images.stream()
        .filter(Image::registered)
        .filter(beingDeleted.negate())
        .map(Image::id)
        .toList();
  }

  /**
   * Without permission for DescribeLockedSnapshots, EC2 reports the lock when DeleteSnapshot fails.
   */
  private Optional<SnapshotLock> activeLock(String id) {
    Observation<Optional<SnapshotLock>> observation = session.observation(SnapshotQueries.lock(id));
    return observation
                instanceof
                Observation.Failed<Optional<SnapshotLock>>(Ec2CallException failure, var retryAt)
            && failure.errorClass().terminal()
        ? Optional.empty()
        : session.value(observation);
  }
}
