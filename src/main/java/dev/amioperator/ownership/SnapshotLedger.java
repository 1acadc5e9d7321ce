package dev.amioperator.ownership;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Records the snapshots of an image and their origin before any is deleted. */
public final class SnapshotLedger {
  private SnapshotLedger() {}

  /**
   * Adds the image's and the owner's snapshots to the recorded ones. The tags make a snapshot
   * Created, and it stays so when a user removes them.
   *
   * @param recorded the ledger so far, or null
   * @param owned the snapshots that have the owner's tags
   */
  public static List<SnapshotEntry> of(
      List<SnapshotEntry> recorded, Optional<Image> image, Collection<Snapshot> owned) {
    Map<String, Origin> origins = new TreeMap<>();
    image.ifPresent(i -> i.snapshotIds().forEach(id -> origins.put(id, Origin.FOREIGN)));
    if (recorded != null) {
      recorded.forEach(entry -> origins.put(entry.snapshotId(), entry.origin()));
    }
    owned.forEach(snapshot -> origins.put(snapshot.id(), Origin.CREATED));
    return origins.entrySet().stream()
        .map(entry -> new SnapshotEntry(entry.getKey(), entry.getValue()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** The ids of the snapshots of an origin. */
  public static List<String> ids(List<SnapshotEntry> ledger, Origin origin) {
    return ledger.stream()
        .filter(entry -> entry.origin() == origin)
        .map(SnapshotEntry::snapshotId)
        .toList();
  }
}
