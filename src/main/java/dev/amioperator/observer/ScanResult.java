package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result of a region's scan: all images and snapshots with the cluster's tag.
 *
 * @param startedAt when its first EC2 call began
 */
record ScanResult(
    LogicalTime startedAt,
    Map<String, OwnedResources> byOwner,
    Map<String, Image> imagesById,
    Map<String, Snapshot> snapshotsById) {

  static ScanResult of(
      String region, LogicalTime began, List<Image> images, List<Snapshot> snapshots) {
    return new ScanResult(
        began,
        OwnedResources.byOwner(region, images, snapshots),
        images.stream().collect(Collectors.toMap(Image::id, Function.identity(), (a, b) -> b)),
        snapshots.stream()
            .collect(Collectors.toMap(Snapshot::id, Function.identity(), (a, b) -> b)));
  }

  /** The owner's images and snapshots in the region, if any. */
  OwnedResources of(String owner) {
    return byOwner.getOrDefault(owner, OwnedResources.NONE);
  }

  /** The snapshots that were released when their object was deleted. */
  List<Snapshot> releasedSnapshots() {
    return snapshotsById.values().stream()
        .filter(snapshot -> snapshot.tags().containsKey(TagKeys.RELEASED))
        .toList();
  }
}
