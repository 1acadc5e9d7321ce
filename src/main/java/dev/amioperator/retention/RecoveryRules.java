package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinRule;
import dev.amioperator.ec2.RecycleBinRule.RecycledType;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the Recycle Bin of a region keeps. An image in the bin can be restored only while its
 * snapshots exist, so that those that are deleted with it have to be kept, too.
 *
 * @param rules the retention rules in force
 * @param tags of the snapshots that an image may have left behind, by id
 * @param shared the snapshots that several images use: they are not deleted with one of them
 */
record RecoveryRules(
    List<RecycleBinRule> rules, Map<String, Snapshot> snapshots, Set<String> shared) {
  RecoveryRules {
    rules = List.copyOf(rules);
  }

  static RecoveryRules of(
      List<RecycleBinRule> rules, Collection<Image> images, Collection<Snapshot> snapshots) {
    if (rules.isEmpty()) {
      return new RecoveryRules(rules, Map.of(), Set.of());
    }
    Set<String> used = new HashSet<>();
    Set<String> shared = new HashSet<>();
    images.stream()
        .flatMap(image -> image.snapshotIds().stream().distinct())
        .filter(id -> !used.add(id))
        .forEach(shared::add);
    return new RecoveryRules(
        rules,
        snapshots.stream().collect(toMap(Snapshot::id, snapshot -> snapshot, (a, b) -> b)),
        shared);
  }

  /** Whether an image can be restored after its snapshots are deleted, too. */
  Recovery ofImage(Image image) {
    // The Recycle Bin keeps EBS-backed images only, and these have snapshots.
    Optional<Duration> period =
        image.snapshotIds().isEmpty()
            ? Optional.empty()
            : longest(RecycledType.EC2_IMAGE, image.tags());
    if (period.isEmpty()) {
      return new Recovery.Final("no retention rule of the Recycle Bin keeps the image");
    }
    Duration shortest = period.get();
    for (String id : image.snapshotIds()) {
      Snapshot snapshot = snapshots.get(id);
      if (snapshot == null || shared.contains(id) || !deletedWith(image, snapshot)) {
        continue;
      }
      Optional<Duration> kept = longest(RecycledType.EBS_SNAPSHOT, snapshot.tags());
      if (kept.isEmpty()) {
        return new Recovery.Final(
            "a retention rule of the Recycle Bin keeps the image, but none keeps its snapshot "
                + id);
      }
      shortest = kept.get().compareTo(shortest) < 0 ? kept.get() : shortest;
    }
    return new Recovery.Recoverable(shortest);
  }

  /** Whether a snapshot can be restored after its deletion. */
  Recovery ofSnapshot(Snapshot snapshot) {
    return longest(RecycledType.EBS_SNAPSHOT, snapshot.tags())
        .<Recovery>map(Recovery.Recoverable::new)
        .orElseGet(
            () -> new Recovery.Final("no retention rule of the Recycle Bin keeps the snapshot"));
  }

  /** Snapshots that came into being otherwise are never deleted with an image. */
  private static boolean deletedWith(Image image, Snapshot snapshot) {
    return snapshot.madeFor(image.id()) || TagKeys.managed(snapshot.tags());
  }

  /** Of several rules that keep a resource, EC2 goes by the longest. */
  private Optional<Duration> longest(RecycledType type, Map<String, String> tags) {
    return rules.stream()
        .filter(rule -> rule.keeps(type, tags))
        .map(rule -> Duration.ofDays(rule.days()))
        .max(Duration::compareTo);
  }
}
