package dev.amioperator.retention;

import static java.util.stream.Collectors.toSet;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which images use the snapshots in {@code status.retiring}: one look through the images of an
 * account, however many of them are retiring.
 *
 * @param users the registered images that use a snapshot, by region and snapshot id
 */
record RecordedSnapshotUse(Map<AccountRegion, Map<String, Set<String>>> users) {
  static RecordedSnapshotUse of(
      Collection<Retiring> retiring, Map<AccountRegion, List<Image>> inventory) {
    Set<String> recorded =
        retiring.stream()
            .flatMap(entry -> RetiringImagePlanner.recordedSnapshots(entry).stream())
            .map(SnapshotEntry::snapshotId)
            .collect(toSet());
    Map<AccountRegion, Map<String, Set<String>>> users = new HashMap<>();
    if (!recorded.isEmpty()) {
      inventory.forEach((region, images) -> users.put(region, users(images, recorded)));
    }
    return new RecordedSnapshotUse(users);
  }

  private static Map<String, Set<String>> users(List<Image> images, Set<String> recorded) {
    Map<String, Set<String>> users = new HashMap<>();
    for (Image image : images) {
      if (image.registered()) {
        image.snapshotIds().stream()
            .filter(recorded::contains)
            .forEach(id -> users.computeIfAbsent(id, _ -> new HashSet<>()).add(image.id()));
      }
    }
    return users;
  }

  /** The snapshots of an entry that other images of the region use. */
  Set<String> sharedSnapshotIds(AccountRegion region, Retiring entry) {
    Map<String, Set<String>> regional = users.getOrDefault(region, Map.of());
    return RetiringImagePlanner.recordedSnapshots(entry).stream()
        .map(SnapshotEntry::snapshotId)
        .filter(
            id ->
                regional.getOrDefault(id, Set.of()).stream()
                    .anyMatch(imageId -> !imageId.equals(entry.imageId())))
        .collect(toSet());
  }
}
