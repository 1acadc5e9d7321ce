package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.KmsQueries;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks who may use an image, and no more of it than is managed: EC2 tells it one by one. */
public final class SharingObserver {
  private final ObservationSession session;

  public SharingObserver(ObservationSession observationSession) {
    this.session = observationSession;
  }

  /**
   * What is to be known before sharing is put right.
   *
   * @param snapshots those that were made with the image
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  public ObservedSharing observe(
      DesiredAttributes desiredAttributes, Image image, Collection<Snapshot> snapshots) {
    if (!desiredAttributes.managesSharing(image.state())) {
      return ObservedSharing.NOT_OBSERVED;
    }
    Optional<LaunchPermissions> launching =
        desiredAttributes
            .sharing()
            .launchPermissions()
            .map(wanted -> session.get(ImageQueries.launchPermissions(image.id())));
    Map<String, Set<String>> copying = new HashMap<>();
    if (desiredAttributes.sharing().createVolumePermissions().isPresent()) {
      snapshots.forEach(
          snapshot ->
              copying.put(
                  snapshot.id(),
                  session.get(SnapshotQueries.createVolumePermissions(snapshot.id()))));
    }
    LaunchPermissions added = desiredAttributes.sharing().toAdd(launching);
    return new ObservedSharing(
        launching,
        copying,
        added.everyone() && session.get(ImageQueries.publicSharingBlocked()),
        desiredAttributes.sharing().sharesWithAnyone()
            ? kmsKeyAccess(added.isEmpty() ? snapshots : withForeignSnapshots(image, snapshots))
            : Map.of());
  }

  /** Also those that others made: an image can be registered from them, or adopted with them. */
  private List<Snapshot> withForeignSnapshots(Image image, Collection<Snapshot> made) {
    List<Snapshot> all = new ArrayList<>(made);
    image.blockDevices().stream()
        .filter(Image.BlockDevice::encrypted)
        .flatMap(device -> device.snapshotId().stream())
        .distinct()
        .filter(id -> made.stream().noneMatch(snapshot -> snapshot.id().equals(id)))
        .forEach(id -> session.get(SnapshotQueries.byId(id)).found().ifPresent(all::add));
    return all;
  }

  private Map<String, KmsKeyAccess> kmsKeyAccess(Collection<Snapshot> snapshots) {
    Map<String, KmsKeyAccess> keys = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot
          .kmsKeyArn()
          .ifPresent(arn -> keys.put(snapshot.id(), session.get(KmsQueries.keyAccess(arn))));
    }
    return keys;
  }
}
