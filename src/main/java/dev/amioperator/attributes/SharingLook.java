package dev.amioperator.attributes;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.Snapshot;
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
public final class SharingLook {
  private final ObservationSession inquiry;

  public SharingLook(ObservationSession observationSession) {
    this.inquiry = observationSession;
  }

  /**
   * What is to be known before sharing is put right.
   *
   * @param snapshots those that were made with the image
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  public Permitted at(Attributes attributes, Image image, Collection<Snapshot> snapshots) {
    if (!attributes.shares(image.state())) {
      return Permitted.UNSEEN;
    }
    Optional<LaunchPermissions> launching =
        attributes.sharing().launching().map(wanted -> inquiry.launchPermissions(image.id()));
    Map<String, Set<String>> copying = new HashMap<>();
    if (attributes.sharing().copying().isPresent()) {
      snapshots.forEach(
          snapshot -> copying.put(snapshot.id(), inquiry.createVolumePermissions(snapshot.id())));
    }
    LaunchPermissions added = attributes.sharing().added(launching);
    return new Permitted(
        launching,
        copying,
        added.everyone() && inquiry.publicSharingBlocked(),
        attributes.sharing().withAnybody()
            ? keys(added.isEmpty() ? snapshots : all(image, snapshots))
            : Map.of());
  }

  /** Also those that others made: an image can be registered from them, or adopted with them. */
  private List<Snapshot> all(Image image, Collection<Snapshot> made) {
    List<Snapshot> all = new ArrayList<>(made);
    image.blockDevices().stream()
        .filter(Image.BlockDevice::encrypted)
        .flatMap(device -> device.snapshotId().stream())
        .distinct()
        .filter(id -> made.stream().noneMatch(snapshot -> snapshot.id().equals(id)))
        .forEach(id -> inquiry.snapshot(id).found().ifPresent(all::add));
    return all;
  }

  private Map<String, KmsKeyAccess> keys(Collection<Snapshot> snapshots) {
    Map<String, KmsKeyAccess> keys = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot.kmsKeyArn().ifPresent(arn -> keys.put(snapshot.id(), inquiry.kmsKeyAccess(arn)));
    }
    return keys;
  }
}
