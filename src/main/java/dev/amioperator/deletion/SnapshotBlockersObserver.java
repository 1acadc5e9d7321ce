package dev.amioperator.deletion;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads what keeps snapshots from being deleted after their image is deregistered.
 *
 * @param beingDeleted the images that block no snapshot: deregistered recently, or about to be
 * @param deletedIds the ids of images that the owner deletes or has deleted
 */
record SnapshotBlockersObserver(
    ObservationSession session, Predicate<Image> beingDeleted, Collection<String> deletedIds) {

  /**
   * Reads the images, also in the Recycle Bin, and the locks of these snapshots.
   *
   * @throws ObservationReader.ObservationPendingException when a read of EC2 is pending or failed
   */
  SnapshotBlockers observe(List<Snapshot> snapshots) {
    List<String> snapshotIds = snapshots.stream().map(Snapshot::id).toList();
    RequestedRead<Map<String, List<Image>>> requested =
        RequestedRead.of(() -> session.getAll(snapshotIds, ImageQueries::usingSnapshot));
    Map<String, RequestedRead<Optional<SnapshotLock>>> askedLocks = new LinkedHashMap<>();
    snapshotIds.forEach(id -> askedLocks.put(id, RequestedRead.of(() -> activeLock(id))));
    Map<String, RequestedRead<Optional<String>>> askedRecycleBin = new LinkedHashMap<>();
    snapshots.forEach(
        snapshot ->
            askedRecycleBin.put(
                snapshot.id(), RequestedRead.of(() -> imageInRecycleBin(snapshot))));
    Map<String, List<String>> users = new HashMap<>();
    requested.value().forEach((id, images) -> users.put(id, remaining(images)));
    askedRecycleBin.forEach(
        (id, image) ->
            image.value().ifPresent(binned -> users.merge(id, List.of(binned), this::concat)));
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

  private List<String> concat(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  /**
   * The image that EC2 created the snapshot for, if another's and perhaps in the Recycle Bin: a
   * snapshot that was handed over may be all that is left of it.
   */
  private Optional<String> imageInRecycleBin(Snapshot snapshot) {
    return snapshot
        .createdFor()
        .filter(id -> !deletedIds.contains(id))
        .filter(
            id ->
                switch (session.observation(RecycleBinQueries.image(id))) {
                  case Observation.Failed<Presence<RecycleBinEntry>>(var failure, var retryAt) ->
                      failure.errorClass() != Ec2CallException.ErrorClass.UNSUPPORTED;
                  case Observation<Presence<RecycleBinEntry>> read ->
                      session.value(read).found().isPresent();
                });
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
