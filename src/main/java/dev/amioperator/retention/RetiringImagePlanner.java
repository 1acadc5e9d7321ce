package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.deletion.DeletionPlanner;
import dev.amioperator.deletion.SnapshotBlockers;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans the next step for an image in {@code status.retiring} of a policy. */
final class RetiringImagePlanner {
  private RetiringImagePlanner() {}

  /**
   * The facts about a retiring image.
   *
   * @param decision by facts recent enough for a deletion; empty: the policy no longer selects the
   *     image, or is being deleted
   * @param gracePeriodPassed whether the last retirement is so long ago that an image in EC2's
   *     answer still exists
   * @param snapshots the entry's Created snapshots by id; needed only once the image is gone
   * @param sharedSnapshotIds the recorded snapshots that other images of the account use
   * @param observedAt when the oldest of these facts was read from EC2
   */
  record RetiringImage(
      RetirementClaim claim,
      Retiring entry,
      Presence<Image> image,
      Optional<Decision> decision,
      boolean gracePeriodPassed,
      Usage usage,
      Map<String, Presence<Snapshot>> snapshots,
      Set<String> sharedSnapshotIds,
      Instant observedAt) {
    RetiringImage {
      snapshots = Map.copyOf(snapshots);
      sharedSnapshotIds = Set.copyOf(sharedSnapshotIds);
    }

    private boolean due() {
      return decision.filter(latest -> latest.is(RetentionReason.Due)).isPresent();
    }

    /** The image in EC2, if the policy still retires it. */
    Optional<Image> imageToDeregister() {
      return image.found().filter(found -> found.registered() && due());
    }
  }

  /** The next step of a retirement. */
  sealed interface NextStep {
    /** Executes EC2 actions, or reports the refusal of the deletion guard. */
    record Execute(Plan plan) implements NextStep {}

    /** Waits for the next read of EC2. */
    record Wait(String message) implements NextStep {}

    /** Keeps snapshots until the other images that use them are gone. */
    record SharedSnapshots(List<String> snapshotIds) implements NextStep {}

    /** Drops the entry from the status. */
    sealed interface Finished extends NextStep {}

    /** A rule keeps the image again before it was deregistered. */
    record Cancelled() implements Finished {}

    /** Image and Created snapshots are confirmed gone. */
    record Deleted() implements Finished {}
  }

  /**
   * Plans the next step.
   *
   * @param gracePeriod how long reads must miss a resource before it counts as gone
   */
  static NextStep plan(RetiringImage facts, Duration gracePeriod, Instant now) {
    return switch (ImagePresence.of(facts.image(), facts.observedAt(), gracePeriod)) {
      case ImagePresence.Present(Image image) ->
          facts.due() ? planDeletion(facts, Optional.of(image), gracePeriod, now) : notDue(facts);
      case ImagePresence.NotFound notFound ->
          new NextStep.Wait(
              "Confirming that %s is deregistered.".formatted(facts.entry().imageId()));
      case ImagePresence.Gone gone -> planDeletion(facts, Optional.empty(), gracePeriod, now);
    };
  }

  private static NextStep planDeletion(
      RetiringImage facts, Optional<Image> image, Duration gracePeriod, Instant now) {
    return DeletionPlanner.plan(
            deletionFacts(facts, image), DeletionPolicy.DELETE, DeletionGuard.REFERENCES, now)
        .map(plan -> UnkeptSnapshotTags.before(plan, facts, now))
        .<NextStep>map(NextStep.Execute::new)
        .orElseGet(() -> confirmDeleted(facts, gracePeriod));
  }

  /** Cancels, unless the usage is unknown or EC2's answer may predate a DeregisterImage. */
  private static NextStep notDue(RetiringImage facts) {
    if (!facts.gracePeriodPassed()) {
      return new NextStep.Wait(
          "Rechecking whether %s still exists.".formatted(facts.entry().imageId()));
    }
    return facts
        .decision()
        .filter(decision -> decision.is(RetentionReason.UsageUnknown))
        .<NextStep>map(decision -> new NextStep.Wait(decision.message()))
        .orElseGet(() -> cancelled(facts));
  }

  private static NextStep cancelled(RetiringImage facts) {
    return UnkeptSnapshotTags.removal(facts)
        .<NextStep>map(NextStep.Execute::new)
        .orElseGet(NextStep.Cancelled::new);
  }

  private static DeletionPlanner.DeletionFacts deletionFacts(
      RetiringImage facts, Optional<Image> image) {
    Map<String, Snapshot> deletable = new HashMap<>();
    facts
        .snapshots()
        .forEach(
            (id, presence) ->
                presence
                    .found()
                    .filter(snapshot -> !facts.sharedSnapshotIds().contains(id))
                    .ifPresent(snapshot -> deletable.put(id, snapshot)));
    return new DeletionPlanner.DeletionFacts(
        facts.claim(),
        image,
        recordedSnapshots(facts.entry()),
        deletable,
        facts.usage(),
        Optional.empty(),
        SnapshotBlockers.NONE);
  }

  /** Without a deletable snapshot, those left are shared, not owned, or not proven gone yet. */
  private static NextStep confirmDeleted(RetiringImage facts, Duration gracePeriod) {
    List<String> shared = new ArrayList<>();
    for (String id : SnapshotLedger.ids(recordedSnapshots(facts.entry()), Origin.CREATED)) {
      Presence<Snapshot> presence = facts.snapshots().get(id);
      if (presence == null || presence.found().isEmpty()) {
        if (presence == null || !presence.provenAbsent(facts.observedAt(), gracePeriod)) {
          return new NextStep.Wait("Confirming that %s is deleted.".formatted(id));
        }
      } else if (facts.sharedSnapshotIds().contains(id)) {
        shared.add(id);
      }
    }
    return shared.isEmpty() ? new NextStep.Deleted() : new NextStep.SharedSnapshots(shared);
  }

  static List<SnapshotEntry> recordedSnapshots(Retiring entry) {
    return entry.snapshots() == null ? List.of() : entry.snapshots();
  }
}
