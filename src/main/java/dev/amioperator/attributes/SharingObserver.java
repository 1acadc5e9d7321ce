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
import dev.amioperator.reconcile.RequestedRead;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the managed permissions of an image, which take a call each. */
public final class SharingObserver {
  private final ObservationSession session;

  public SharingObserver(ObservationSession session) {
    this.session = session;
  }

  /**
   * Reads the permissions that the desired attributes manage.
   *
   * @param snapshots the snapshots created with the image
   * @throws ObservationReader.ObservationPendingException when a read is pending or failed
   */
  public ObservedSharing observe(
      DesiredAttributes desired, Image image, Collection<Snapshot> snapshots) {
    DesiredSharing sharing = desired.sharing();
    if (!desired.managesSharing(image.state())) {
      return snapshotsOnly(sharing, image, snapshots);
    }
    Optional<RequestedRead<LaunchPermissions>> launching =
        sharing
            .launchPermissions()
            .map(wanted -> session.request(ImageQueries.launchPermissions(image.id())));
    RequestedRead<Map<String, Set<String>>> copying =
        RequestedRead.of(() -> createVolumePermissions(sharing, snapshots));
    RequestedRead<Map<String, KmsKeyAccess>> keys =
        RequestedRead.of(() -> kmsKeyAccess(sharing, snapshots));
    Optional<LaunchPermissions> launchPermissions = launching.map(RequestedRead::value);
    LaunchPermissions added = sharing.toAdd(launchPermissions);
    RequestedRead<Boolean> publicSharingBlocked =
        RequestedRead.of(
            () -> added.everyone() && session.get(ImageQueries.publicSharingBlocked()));
    RequestedRead<Map<String, KmsKeyAccess>> foreignKeys =
        RequestedRead.of(() -> kmsKeyAccess(sharing, foreignSnapshots(added, image, snapshots)));
    Map<String, Set<String>> copyPermissions = copying.value();
    boolean snapshotsBlocked = publicSnapshotsBlocked(sharing, copyPermissions);
    boolean blocked = publicSharingBlocked.value();
    Map<String, KmsKeyAccess> allKeys = new HashMap<>(keys.value());
    allKeys.putAll(foreignKeys.value());
    return new ObservedSharing(
        launchPermissions, copyPermissions, blocked, snapshotsBlocked, allKeys);
  }

  /** DisableImage takes back the launch permissions, but not those of the snapshots. */
  private ObservedSharing snapshotsOnly(
      DesiredSharing sharing, Image image, Collection<Snapshot> snapshots) {
    return image.state() == Image.State.AVAILABLE || image.state() == Image.State.DISABLED
        ? ObservedSharing.ofSnapshots(createVolumePermissions(sharing, snapshots))
        : ObservedSharing.NOT_OBSERVED;
  }

  private boolean publicSnapshotsBlocked(
      DesiredSharing sharing, Map<String, Set<String>> copyPermissions) {
    return !sharing.snapshotsToPublish(copyPermissions).isEmpty()
        && session.get(SnapshotQueries.publicSharingBlocked());
  }

  private Map<String, Set<String>> createVolumePermissions(
      DesiredSharing sharing, Collection<Snapshot> snapshots) {
    return sharing.createVolumePermissions().isPresent()
        ? session.getAll(
            snapshots.stream().map(Snapshot::id).toList(), SnapshotQueries::createVolumePermissions)
        : Map.of();
  }

  /** Encrypted snapshots created by others, of a registered or adopted image. */
  private List<Snapshot> foreignSnapshots(
      LaunchPermissions added, Image image, Collection<Snapshot> created) {
    if (added.isEmpty()) {
      return List.of();
    }
    List<String> ids =
        image.blockDevices().stream()
            .filter(Image.BlockDevice::encrypted)
            .flatMap(device -> device.snapshotId().stream())
            .distinct()
            .filter(id -> created.stream().noneMatch(snapshot -> snapshot.id().equals(id)))
            .toList();
    return session.getAll(ids, SnapshotQueries::byId).values().stream()
        .flatMap(presence -> presence.found().stream())
        .toList();
  }

  /** Who may use the KMS keys of snapshots, by snapshot id, for a shared image. */
  private Map<String, KmsKeyAccess> kmsKeyAccess(
      DesiredSharing sharing, Collection<Snapshot> snapshots) {
    if (!sharing.sharesWithAnyone()) {
      return Map.of();
    }
    Map<String, String> arns = new HashMap<>();
    snapshots.forEach(
        snapshot -> snapshot.kmsKeyArn().ifPresent(arn -> arns.put(snapshot.id(), arn)));
    Map<String, KmsKeyAccess> access = session.getAll(arns.values(), KmsQueries::keyAccess);
    return arns.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> access.get(entry.getValue())));
  }
}
