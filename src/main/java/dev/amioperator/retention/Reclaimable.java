package dev.amioperator.retention;

import static java.util.stream.Collectors.toSet;

import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.retention.RetentionReason.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The size of the snapshots that only images to retire use.
 *
 * @param bytesByRegion an upper bound of what EC2 bills
 * @param basis whose sizes these are; empty: there are none
 */
record Reclaimable(Map<String, Long> bytesByRegion, Optional<Basis> basis) {
  static final long GIB = 1L << 30;

  /** Whose sizes are added up. */
  enum Basis {
    /**
     * Of the data in each snapshot (DescribeSnapshots, fullSnapshotSizeInBytes): "the size of all
     * the blocks that were written to the source volume at the time the snapshot was created".
     */
    FullSnapshotSize,
    /** Of each snapshot's volume. */
    VolumeSize,
    /** Of the data where EC2 tells it, else of the volume. */
    Mixed
  }

  /**
   * The sizes by the decisions about all images.
   *
   * @param dataBytes of snapshots, by id, as far as they are known
   */
  static Reclaimable of(List<Decision> decisions, Map<String, Long> dataBytes) {
    Set<String> kept =
        decisions.stream()
            .filter(decision -> !decision.is(Group.RETIRE))
            .flatMap(decision -> decision.image().snapshotIds().stream())
            .collect(toSet());
    Map<String, Long> volumes = new HashMap<>();
    Map<String, String> regions = new HashMap<>();
    decisions.stream()
        .filter(decision -> decision.is(Group.RETIRE))
        .forEach(
            decision ->
                devices(decision)
                    .filter(device -> !kept.contains(device.snapshotId().orElseThrow()))
                    .forEach(
                        device -> {
                          String id = device.snapshotId().orElseThrow();
                          volumes.merge(id, device.sizeGib() * GIB, Math::max);
                          regions.put(id, decision.accountRegion().region());
                        }));
    Map<String, Long> byRegion = new TreeMap<>();
    volumes.forEach(
        (id, volume) ->
            byRegion.merge(regions.get(id), dataBytes.getOrDefault(id, volume), Long::sum));
    return new Reclaimable(byRegion, basis(volumes.keySet(), dataBytes));
  }

  /** The snapshots of images to retire, of the first images by region and id. */
  static Stream<String> snapshotIds(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.is(Group.RETIRE))
        .flatMap(decision -> decision.image().snapshotIds().stream())
        .distinct();
  }

  long bytes() {
    return bytesByRegion.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The size in whole GiB, rounded up. */
  String gib() {
    return Math.ceilDiv(bytes(), GIB) + " GiB";
  }

  private static Optional<Basis> basis(Set<String> snapshots, Map<String, Long> dataBytes) {
    long known = snapshots.stream().filter(dataBytes::containsKey).count();
    if (snapshots.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        known == 0
            ? Basis.VolumeSize
            : known == snapshots.size() ? Basis.FullSnapshotSize : Basis.Mixed);
  }

  private static Stream<BlockDevice> devices(Decision decision) {
    return decision.image().blockDevices().stream()
        .filter(device -> device.snapshotId().isPresent());
  }
}
