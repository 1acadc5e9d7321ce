package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.ReleasedTag;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Plans the deletion of an owned image and its snapshots. The ledger in {@link DeletionFacts} must
 * be in the object's status before a plan is executed: afterwards EC2 no longer shows which
 * snapshots the image had.
 */
public final class DeletionPlanner {
  /** Why a snapshot has the tag {@value TagKeys#KEEP}. */
  private static final String KEPT_BY_POLICY = "RetainSnapshots";

  private DeletionPlanner() {}

  /**
   * The facts about an image to delete.
   *
   * @param claim what entitles the operator to delete the image and its snapshots
   * @param image empty: proven to be gone, or never created
   * @param recordedSnapshots the image's snapshots in the status
   * @param liveSnapshots the snapshots of the ledger that EC2 still shows, by id
   * @param managedProtection the deregistration protection that the object manages, and may disable
   * @param blockers what keeps live snapshots from being deleted
   */
  public record DeletionFacts(
      OwnershipClaim claim,
      Optional<Image> image,
      List<SnapshotEntry> recordedSnapshots,
      Map<String, Snapshot> liveSnapshots,
      Usage usage,
      Optional<Image.DeregistrationProtection> managedProtection,
      SnapshotBlockers blockers) {
    public DeletionFacts {
      recordedSnapshots = List.copyOf(recordedSnapshots);
      liveSnapshots = Map.copyOf(liveSnapshots);
    }

    DeletionFacts withBlockers(SnapshotBlockers other) {
      return new DeletionFacts(
          claim, image, recordedSnapshots, liveSnapshots, usage, managedProtection, other);
    }

    /** Whether EC2 still shows the snapshot with our tags: a removed tag means a takeover. */
    boolean ownsLive(String snapshotId) {
      Snapshot snapshot = liveSnapshots.get(snapshotId);
      return snapshot != null && claim.owns(snapshot);
    }
  }

  /** The next EC2 actions of the deletion; empty when none is left. */
  public static Optional<Plan> plan(
      DeletionFacts facts, DeletionPolicy policy, DeletionGuard guard, Instant now) {
    return switch (policy) {
      case RELEASE -> tagSuperseded(facts);
      case RETAIN -> removeOwnershipTags(facts, facts.image());
      case RETAIN_SNAPSHOTS ->
          DeregistrationPlanner.next(facts, policy, guard, now).or(() -> keepSnapshots(facts));
      case DELETE ->
          DeregistrationPlanner.next(facts, policy, guard, now)
              .or(() -> deleteSnapshots(facts, now));
    };
  }

  /**
   * Deletes each owned snapshot. A snapshot that another image uses is released to the garbage
   * collection, so that it neither blocks the object nor is lost; a locked snapshot is waited for.
   */
  private static Optional<Plan> deleteSnapshots(DeletionFacts facts, Instant now) {
    List<String> left = deletable(facts);
    List<String> used =
        left.stream().filter(facts.blockers().imagesBySnapshot()::containsKey).toList();
    if (!used.isEmpty()) {
      return Optional.of(SnapshotRelease.plan(used, facts.blockers(), now));
    }
    List<String> free =
        left.stream().filter(id -> !facts.blockers().locksBySnapshot().containsKey(id)).toList();
    if (!free.isEmpty()) {
      return Optional.of(
          new Plan(
              free.stream().<AwsAction>map(SnapshotAction.DeleteSnapshot::new).toList(),
              deleting("Deleting", free)));
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(Plan.withoutActions(SnapshotRelease.locked(left, facts.blockers())));
  }

  /** The owned snapshots that EC2 still shows, without those released to garbage collection. */
  static List<String> deletable(DeletionFacts facts) {
    return SnapshotLedger.ids(facts.recordedSnapshots(), Origin.CREATED).stream()
        .filter(facts::ownsLive)
        .filter(id -> ReleasedTag.of(facts.liveSnapshots().get(id)).isEmpty())
        .toList();
  }

  /** A snapshot without an image looks left behind; the tag keeps it from retention policies. */
  private static Optional<Plan> keepSnapshots(DeletionFacts facts) {
    return removeOwnershipTags(facts, Optional.empty())
        .map(
            released -> {
              List<String> ids =
                  released.actions().stream()
                      .flatMap(action -> ((TagAction) action).ids().stream())
                      .toList();
              return new Plan(
                  Stream.concat(
                          Stream.of(
                              new TagAction.CreateTags(ids, Map.of(TagKeys.KEEP, KEPT_BY_POLICY))),
                          released.actions().stream())
                      .toList(),
                  released.readyState());
            });
  }

  /** Removes the ownership tags from retained resources, so that none is mistaken for owned. */
  private static Optional<Plan> removeOwnershipTags(DeletionFacts facts, Optional<Image> image) {
    List<String> ids = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    image
        .filter(facts.claim()::owns)
        .ifPresent(i -> collectOwnershipTags(i.id(), i.tags(), ids, keys));
    facts.liveSnapshots().values().stream()
        .filter(facts.claim()::owns)
        .forEach(snapshot -> collectOwnershipTags(snapshot.id(), snapshot.tags(), ids, keys));
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan(
                List.of(new TagAction.DeleteTags(ids.stream().sorted().toList(), keys)),
                deleting("Removing the ownership tags from", ids)));
  }

  /** Tags what an existing object leaves to retention policies: its other images are its own. */
  private static Optional<Plan> tagSuperseded(DeletionFacts facts) {
    List<String> ids =
        Stream.concat(
                facts.image().filter(facts.claim()::owns).stream()
                    .filter(image -> !Role.SUPERSEDED.matches(image.tags()))
                    .map(Image::id),
                facts.liveSnapshots().values().stream()
                    .filter(facts.claim()::owns)
                    .filter(snapshot -> !Role.SUPERSEDED.matches(snapshot.tags()))
                    .map(Snapshot::id))
            .sorted()
            .toList();
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan(
                List.of(
                    new TagAction.CreateTags(ids, Map.of(TagKeys.ROLE, Role.SUPERSEDED.value()))),
                deleting("Leaving to retention policies:", ids)));
  }

  private static void collectOwnershipTags(
      String id, Map<String, String> tags, List<String> ids, Set<String> keys) {
    ids.add(id);
    TagKeys.OWNERSHIP.stream().filter(tags::containsKey).forEach(keys::add);
  }

  private static ReadyState deleting(String action, List<String> ids) {
    return new ReadyState.Reconciling(
        Reason.Deleting, action + " " + String.join(", ", ids) + ".", Requeue.DELETING);
  }
}
