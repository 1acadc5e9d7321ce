package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Snapshots that an AMI creation left behind: no image of the account uses them, and the image that
 * EC2 created them for, or the object whose tags they have, does not exist any more.
 *
 * @param policy whose coverage decides which snapshots are shown
 * @param declaredImages the existing objects
 * @param recorded snapshots in the ledger of a retiring image, which the policy deletes itself
 * @param imageIds the images of all of the policy's regions: tools that copy a snapshot to another
 *     region often copy its description, too
 * @param uses the snapshots that images use, by region
 */
record OrphanedSnapshots(
    EffectivePolicy policy,
    DeclaredImages declaredImages,
    Set<String> recorded,
    Set<String> imageIds,
    Map<AccountRegion, SnapshotUse> uses,
    Instant now) {
  /** A snapshot is visible before its image is: EC2's reads are eventually consistent. */
  private static final Duration MIN_AGE = Duration.ofDays(1);

  OrphanedSnapshots {
    recorded = Set.copyOf(recorded);
    imageIds = Set.copyOf(imageIds);
    uses = Map.copyOf(uses);
  }

  /**
   * The snapshots that the images of a region use.
   *
   * @param ofAll of every image that the account owns there, disabled ones included
   * @param ofUnkept of images with the tag unkept-since, which a policy may be about to retire
   */
  record SnapshotUse(Set<String> ofAll, Set<String> ofUnkept) {
    private static final SnapshotUse NONE = new SnapshotUse(Set.of(), Set.of());

    static SnapshotUse by(Collection<Image> images) {
      return new SnapshotUse(
          snapshotIds(images.stream()),
          snapshotIds(
              images.stream().filter(image -> image.tags().containsKey(TagKeys.UNKEPT_SINCE))));
    }

    private static Set<String> snapshotIds(Stream<Image> images) {
      return images.flatMap(image -> image.snapshotIds().stream()).collect(toSet());
    }
  }

  static OrphanedSnapshots of(
      Facts facts, Map<AccountRegion, List<Image>> inventory, Collection<Retiring> retiring) {
    return new OrphanedSnapshots(
        facts.policy(),
        facts.declaredImages(),
        retiring.stream()
            .flatMap(entry -> RetiringImagePlanner.recordedSnapshots(entry).stream())
            .map(SnapshotEntry::snapshotId)
            .collect(toSet()),
        inventory.values().stream().flatMap(List::stream).map(Image::id).collect(toSet()),
        inventory.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, entry -> SnapshotUse.by(entry.getValue()))),
        facts.now());
  }

  /**
   * A snapshot without an image.
   *
   * @param message why it counts as left behind, for users
   */
  record Orphan(AccountRegion accountRegion, Snapshot snapshot, String message) {
    String id() {
      return snapshot.id();
    }

    String region() {
      return accountRegion.region();
    }
  }

  /** What the images of a region use. */
  SnapshotUse use(AccountRegion region) {
    return uses.getOrDefault(region, SnapshotUse.NONE);
  }

  /** The orphans of a region, by id. */
  List<Orphan> find(AccountRegion region, Collection<Snapshot> snapshots) {
    Optional<PolicyCoverage> coverage = policy.accounts().in(region);
    if (coverage.isEmpty() || !policy.regions().contains(region.region())) {
      return List.of();
    }
    Set<String> used = use(region).ofAll();
    return snapshots.stream()
        .filter(snapshot -> !used.contains(snapshot.id()) && !recorded.contains(snapshot.id()))
        .filter(this::settled)
        .filter(OrphanedSnapshots::leftToPolicies)
        .flatMap(
            snapshot ->
                leftBehind(coverage.get(), snapshot, region).stream()
                    .map(message -> new Orphan(region, snapshot, message)))
        .sorted(Comparator.comparing(orphan -> orphan.snapshot().id()))
        .toList();
  }

  private boolean settled(Snapshot snapshot) {
    boolean ended =
        switch (snapshot.state()) {
          case COMPLETED, ERROR -> true;
          case PENDING, RECOVERABLE, RECOVERING, UNKNOWN -> false;
        };
    return ended
        && snapshot
            .creation()
            .startedAt()
            .filter(started -> !started.plus(MIN_AGE).isAfter(now))
            .isPresent();
  }

  /** No other service of AWS, user or part of the operator looks after it. */
  private static boolean leftToPolicies(Snapshot snapshot) {
    return AwsManagedImages.services(snapshot.tags()).isEmpty()
        && !snapshot.tags().containsKey(TagKeys.KEEP)
        && !snapshot.tags().containsKey(TagKeys.RELEASED);
  }

  private Optional<String> leftBehind(
      PolicyCoverage coverage, Snapshot snapshot, AccountRegion region) {
    if (MadeAsTag.contradictedBy(snapshot, region.region())
        || snapshot.createdFor().filter(imageIds::contains).isPresent()) {
      return Optional.empty();
    }
    return Stream.of(ofObject(coverage, snapshot), ofImage(coverage, snapshot))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> ofObject(PolicyCoverage coverage, Snapshot snapshot) {
    String resource = snapshot.tags().get(TagKeys.RESOURCE);
    return coverage.createdInNamespace(snapshot.tags())
            && declaredImages.knowsKindOf(resource)
            && !declaredImages.existingObjects().contains(resource)
        ? Optional.of("Its tags name %s, which does not exist.".formatted(resource))
        : Optional.empty();
  }

  private static Optional<String> ofImage(PolicyCoverage coverage, Snapshot snapshot) {
    return TagKeys.managed(snapshot.tags()) || !coverage.allows(snapshot.tags())
        ? Optional.empty()
        : snapshot.createdFor().map("EC2 created it for %s, which does not exist."::formatted);
  }
}
