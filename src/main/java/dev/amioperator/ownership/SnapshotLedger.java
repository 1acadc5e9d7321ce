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

/** Which snapshots belong to an image, and whose they are: known before anything is deleted. */
public final class SnapshotLedger {
  private SnapshotLedger() {}

  /**
   * What was known, with what is seen now: the block devices of the image, and every snapshot that
   * carries the owner's tags. A snapshot is Created only with those tags on it; once Created it
   * stays so, because a tag that somebody removed must not make us forget it.
   *
   * @param former the ledger so far, or null
   * @param owned the snapshots that carry the owner's tags
   */
  public static List<SnapshotEntry> of(
      List<SnapshotEntry> former, Optional<Image> image, Collection<Snapshot> owned) {
    Map<String, Origin> origins = new TreeMap<>();
    image.ifPresent(i -> i.snapshotIds().forEach(id -> origins.put(id, Origin.FOREIGN)));
    if (former != null) {
      former.forEach(entry -> origins.put(entry.snapshotId(), entry.origin()));
    }
    owned.forEach(snapshot -> origins.put(snapshot.id(), Origin.CREATED));
    return origins.entrySet().stream()
        .map(entry -> new SnapshotEntry(entry.getKey(), entry.getValue()))
        .collect(Collectors.toUnmodifiableList());
  }

  /** The ids of the entries of one origin. */
  public static List<String> ids(List<SnapshotEntry> ledger, Origin origin) {
    return ledger.stream()
        .filter(entry -> entry.origin() == origin)
        .map(SnapshotEntry::snapshotId)
        .toList();
  }
}
