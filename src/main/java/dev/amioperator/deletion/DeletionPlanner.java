package dev.amioperator.deletion;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.OwnershipClaim;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one image of ours goes: guard, deregister, delete each snapshot of ours, and only then done.
 * The ledger in {@link DeletionFacts} must stand in the object's status before anything here is
 * carried out; afterwards EC2 can no longer tell which snapshots there were.
 */
public final class DeletionPlanner {
  /** A proof of non-use older than this is none. */
  public static final Duration MAX_PROOF_AGE = Duration.ofMinutes(15);

  private static final Set<Image.State> STATES_SHOWING_ALL_SNAPSHOTS =
      Set.of(Image.State.AVAILABLE, Image.State.DISABLED);

  private DeletionPlanner() {}

  /**
   * What is known of an image that is to go.
   *
   * @param claim by what right it goes
   * @param image empty: proven to be gone, or never there
   * @param recordedSnapshots the image's snapshots, as they stand in the status
   * @param liveSnapshots those snapshots of the ledger that EC2 still shows
   * @param usage whether anything uses the image
   * @param managedProtection the deregistration protection that the object manages, and may lift
   * @param blockers what keeps standing snapshots from being deleted
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

    DeletionFacts withBlockers(SnapshotBlockers snapshotBlockers) {
      return new DeletionFacts(
          claim,
          image,
          recordedSnapshots,
          liveSnapshots,
          usage,
          managedProtection,
          snapshotBlockers);
    }
  }

  /** What to do now; or, without a plan, that nothing is left to do. */
  public static Optional<Plan> plan(
      DeletionFacts facts, DeletionPolicy policy, DeletionGuard guard, Instant now) {
    return switch (policy) {
      case RETAIN -> removeOwnershipTags(facts, facts.image());
      case RETAIN_SNAPSHOTS ->
          deregister(facts, guard, false, now)
              .or(() -> removeOwnershipTags(facts, Optional.empty()));
      case DELETE ->
          deregister(facts, guard, allSnapshotsOwned(facts), now)
              .or(() -> deleteSnapshots(facts, now));
    };
  }

  private static Optional<Plan> deregister(
      DeletionFacts facts, DeletionGuard guard, boolean withSnapshots, Instant now) {
    if (facts.image().filter(Image::registered).isEmpty()) {
      return Optional.empty();
    }
    Image image = facts.image().get();
    if (!facts.claim().owns(image)) {
      return Optional.of(Plan.withoutActions(notOwned(facts.claim(), image)));
    }
    if (guard == DeletionGuard.REFERENCES && !image.state().failed()) {
      Optional<ReadyState> refusal = guardRefusal(image, facts.usage(), now);
      if (refusal.isPresent()) {
        return Optional.of(new Plan(reprotect(facts, image), refusal.get()));
      }
    }
    return ProtectionRemoval.next(image, facts.managedProtection(), now)
        .or(() -> Optional.of(deregistration(image, withSnapshots)));
  }

  /** Only what is known to be used is protected again: a question under way proves nothing. */
  private static List<AwsAction> reprotect(DeletionFacts facts, Image image) {
    return facts.usage() instanceof Usage.Used
        ? ProtectionRemoval.reprotect(image, facts.managedProtection())
        : List.of();
  }

  private static Plan deregistration(Image image, boolean withSnapshots) {
    return new Plan(
        List.of(new ImageAction.DeregisterImage(image.id(), withSnapshots)),
        new ReadyState.Reconciling(
            Reason.Deleting, "Deregistering %s.".formatted(image.id()), Requeue.DELETING));
  }

  private static Optional<ReadyState> guardRefusal(Image image, Usage usage, Instant now) {
    return switch (usage) {
      case Usage.Unused(var askedAt) when !askedAt.isBefore(now.minus(MAX_PROOF_AGE)) ->
          Optional.empty();
      case Usage.Unused stale -> Optional.of(usagePending(image));
      case Usage.Pending pending -> Optional.of(usagePending(image));
      case Usage.Used used ->
          Optional.of(
              new ReadyState.Blocked(
                  Reason.InUse,
                  "%s is still used by %s. Release it there, or set spec.deletionGuard: None."
                      .formatted(image.id(), used.summary()),
                  Requeue.IN_USE));
      case Usage.Unknown(var why) ->
          Optional.of(
              new ReadyState.Blocked(
                  Reason.InUse,
                  ("Whether %s is used cannot be found out, so it is taken to be in use: %s."
                          + " Mend that, or set spec.deletionGuard: None.")
                      .formatted(image.id(), why),
                  Requeue.IN_USE));
    };
  }

  private static ReadyState notOwned(OwnershipClaim claim, Image image) {
    return new ReadyState.Blocked(
        Reason.NotOwned,
        ("%s does not carry the tags of %s any more, so it is not deregistered. Give it back what"
                + " it lost of %s and %s, or annotate this object %s to let go of it.")
            .formatted(
                image.id(),
                claim.resource(),
                TagKeys.RESOURCE,
                TagKeys.CLUSTER,
                Annotations.ABANDON_TRUE),
        Requeue.IN_USE);
  }

  private static ReadyState usagePending(Image image) {
    return new ReadyState.Reconciling(
        Reason.Deleting, "Asking EC2 what uses %s.".formatted(image.id()), Requeue.NEXT_STEP);
  }

  /**
   * Each snapshot of ours singly. One that another image uses is handed on to whoever reaps
   * snapshots, so that it holds up nothing and is not lost; a locked one is waited for.
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
              new ReadyState.Reconciling(
                  Reason.Deleting,
                  "Deleting %s.".formatted(String.join(", ", free)),
                  Requeue.DELETING)));
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(Plan.withoutActions(SnapshotRelease.locked(left, facts.blockers())));
  }

  /** The snapshots that are ours to delete and still there: what was released is not, any more. */
  static List<String> deletable(DeletionFacts facts) {
    return SnapshotLedger.ids(facts.recordedSnapshots(), Origin.CREATED).stream()
        .filter(id -> isOwned(facts, id))
        .filter(id -> !facts.liveSnapshots().get(id).tags().containsKey(TagKeys.RELEASED))
        .toList();
  }

  /** Takes the ownership tags off what stays, so that nobody takes it for ours. */
  private static Optional<Plan> removeOwnershipTags(DeletionFacts facts, Optional<Image> image) {
    List<String> ids = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    image
        .filter(facts.claim()::owns)
        .ifPresent(i -> collectOwnershipTags(i.id(), i.tags(), ids, keys));
    facts.liveSnapshots().values().stream()
        .filter(facts.claim()::owns)
        .forEach(snapshot -> collectOwnershipTags(snapshot.id(), snapshot.tags(), ids, keys));
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Plan(
            List.of(new TagAction.DeleteTags(ids.stream().sorted().toList(), keys)),
            new ReadyState.Reconciling(
                Reason.Deleting,
                "Letting go of %s.".formatted(String.join(", ", ids)),
                Requeue.DELETING)));
  }

  private static void collectOwnershipTags(
      String id, Map<String, String> tags, List<String> ids, Set<String> keys) {
    ids.add(id);
    TagKeys.OWNERSHIP.stream().filter(tags::containsKey).forEach(keys::add);
  }

  /**
   * Whether EC2 may delete the image's snapshots along with it: only when it shows them all, which
   * it does not while an image is pending, and each is ours.
   */
  private static boolean allSnapshotsOwned(DeletionFacts facts) {
    boolean allShown =
        facts
            .image()
            .filter(image -> STATES_SHOWING_ALL_SNAPSHOTS.contains(image.state()))
            .filter(image -> !image.snapshotIds().isEmpty())
            .filter(
                image ->
                    SnapshotLedger.ids(facts.recordedSnapshots(), Origin.CREATED)
                        .containsAll(image.snapshotIds()))
            .isPresent();
    return allShown
        && facts.recordedSnapshots().stream()
            .allMatch(
                entry -> entry.origin() == Origin.CREATED && isOwned(facts, entry.snapshotId()));
  }

  /**
   * Whether EC2 still shows the snapshot, with our tags: a stripped tag means it was taken over.
   */
  private static boolean isOwned(DeletionFacts facts, String snapshotId) {
    Snapshot snapshot = facts.liveSnapshots().get(snapshotId);
    return snapshot != null && facts.claim().owns(snapshot);
  }
}
