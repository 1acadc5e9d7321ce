package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.ownership.TagKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result of a region's scan: all images and snapshots with the cluster's tag.
 *
 * @param startedAt when its first EC2 call began
 * @param ofAccount what the images of others tell, if they were listed too
 */
record ScanResult(
    LogicalTime startedAt,
    Map<String, OwnedResources> byOwner,
    Map<String, Image> imagesById,
    Map<String, Snapshot> snapshotsById,
    Optional<ScannedImages.OfAccount> ofAccount) {

  static ScanResult of(
      String region, LogicalTime began, ScannedImages scanned, List<Snapshot> snapshots) {
    List<Image> images = scanned.ofCluster();
    return new ScanResult(
        began,
        OwnedResources.byOwner(region, images, snapshots),
        images.stream().collect(Collectors.toMap(Image::id, Function.identity(), (a, b) -> b)),
        snapshots.stream()
            .collect(Collectors.toMap(Snapshot::id, Function.identity(), (a, b) -> b)),
        scanned.ofAccount());
  }

  /** That no image of the account has a name; empty where one has, or not all were listed. */
  Optional<Presence<Image>> freeName(String name) {
    return ofAccount
        .filter(images -> !images.names().contains(name))
        .map(images -> Presence.missed(Optional.empty(), startedAt.at()));
  }

  /** The copies in progress, whoever made them; empty where not all images were listed. */
  Optional<List<PendingCopy>> pendingCopies() {
    return ofAccount.map(ScannedImages.OfAccount::pendingCopies);
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
