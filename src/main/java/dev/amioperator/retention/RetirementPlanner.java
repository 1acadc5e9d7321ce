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

/** How one image of the ledger goes: what comes next, as far as EC2 has been seen. Pure. */
final class RetirementPlanner {
  private RetirementPlanner() {}

  /**
   * What is known of an image in the ledger.
   *
   * @param decision the one about the image, by facts fresh enough to act on; empty: the policy
   *     does not speak of it any more, or starts nothing new
   * @param gracePeriodPassed whether enough time has passed since the last act for a standing image
   *     to be more than an old picture of one that is gone
   * @param snapshots the Created ones of the ledger; needed only once the image is gone
   * @param sharedSnapshotIds snapshots that other images of the account use
   */
  record ObservedRetirement(
      RetirementClaim claim,
      Retiring entry,
      Presence<Image> image,
      Optional<Decision> decision,
      boolean gracePeriodPassed,
      Usage usage,
      Map<String, Presence<Snapshot>> snapshots,
      Set<String> sharedSnapshotIds,
      Instant observedAt) {
    ObservedRetirement {
      snapshots = Map.copyOf(snapshots);
      sharedSnapshotIds = Set.copyOf(sharedSnapshotIds);
    }
  }

  /** What comes next. */
  sealed interface NextStep {
    /** Something to do in EC2, or the guard's refusal. */
    record Execute(Plan plan) implements NextStep {}

    /** Nothing to do but to look again soon. */
    record Wait(String message) implements NextStep {}

    /** Snapshots that other images use: they go when those images are gone. */
    record SharedSnapshots(List<String> snapshotIds) implements NextStep {}

    /** The image is kept again: nothing was done, and the entry leaves the ledger. */
    record Cancelled() implements NextStep {}

    /** Image and Created snapshots are confirmed gone: the entry leaves the ledger. */
    record Deleted() implements NextStep {}
  }

  /**
   * @param grace how long a thing must be missed before it counts as gone
   */
  static NextStep plan(ObservedRetirement observedRetirement, Duration grace, Instant now) {
    return switch (ImagePresence.of(
        observedRetirement.image(), observedRetirement.observedAt(), grace)) {
      case ImagePresence.Present(Image image) ->
          observedRetirement
                  .decision()
                  .filter(decision -> decision.is(RetentionReason.Due))
                  .isPresent()
              ? planDeletion(observedRetirement, Optional.of(image), grace, now)
              : notDue(observedRetirement);
      case ImagePresence.NotFound notFound ->
          new NextStep.Wait(
              "Making sure that %s is gone.".formatted(observedRetirement.entry().imageId()));
      case ImagePresence.Gone gone ->
          planDeletion(observedRetirement, Optional.empty(), grace, now);
    };
  }

  private static NextStep planDeletion(
      ObservedRetirement observedRetirement,
      Optional<Image> standing,
      Duration grace,
      Instant now) {
    return DeletionPlanner.plan(
            deletionFacts(observedRetirement, standing),
            DeletionPolicy.DELETE,
            DeletionGuard.REFERENCES,
            now)
        .<NextStep>map(NextStep.Execute::new)
        .orElseGet(() -> confirmDeleted(observedRetirement, grace));
  }

  /** Kept again, unless that is only not known, or the picture is older than the last act. */
  private static NextStep notDue(ObservedRetirement observedRetirement) {
    if (!observedRetirement.gracePeriodPassed()) {
      return new NextStep.Wait(
          "Making sure that %s still stands.".formatted(observedRetirement.entry().imageId()));
    }
    return observedRetirement
        .decision()
        .filter(decision -> decision.is(RetentionReason.UsageUnknown))
        .<NextStep>map(decision -> new NextStep.Wait(decision.message()))
        .orElseGet(NextStep.Cancelled::new);
  }

  private static DeletionPlanner.DeletionFacts deletionFacts(
      ObservedRetirement observedRetirement, Optional<Image> standing) {
    Map<String, Snapshot> deletable = new HashMap<>();
    observedRetirement
        .snapshots()
        .forEach(
            (id, presence) ->
                presence
                    .found()
                    .filter(snapshot -> !observedRetirement.sharedSnapshotIds().contains(id))
                    .ifPresent(snapshot -> deletable.put(id, snapshot)));
    return new DeletionPlanner.DeletionFacts(
        observedRetirement.claim(),
        standing,
        recordedSnapshots(observedRetirement.entry()),
        deletable,
        observedRetirement.usage(),
        Optional.empty(),
        SnapshotBlockers.NONE);
  }

  /** No snapshot can be deleted now: those left are shared, unclaimed, or not proven gone yet. */
  private static NextStep confirmDeleted(ObservedRetirement observedRetirement, Duration grace) {
    List<String> shared = new ArrayList<>();
    for (String id :
        SnapshotLedger.ids(recordedSnapshots(observedRetirement.entry()), Origin.CREATED)) {
      Presence<Snapshot> presence = observedRetirement.snapshots().get(id);
      if (presence == null || presence.found().isEmpty()) {
        if (presence == null || !presence.provenAbsent(observedRetirement.observedAt(), grace)) {
          return new NextStep.Wait("Making sure that %s is gone.".formatted(id));
        }
      } else if (observedRetirement.sharedSnapshotIds().contains(id)) {
        shared.add(id);
      }
    }
    return shared.isEmpty() ? new NextStep.Deleted() : new NextStep.SharedSnapshots(shared);
  }

  static List<SnapshotEntry> recordedSnapshots(Retiring entry) {
    return entry.snapshots() == null ? List.of() : entry.snapshots();
  }
}
