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
final class Retirement {
  private Retirement() {}

  /**
   * What is known of an image in the ledger.
   *
   * @param decision the one about the image, by facts fresh enough to act on; empty: the policy
   *     does not speak of it any more, or starts nothing new
   * @param settled whether enough time has passed since the last act for a standing image to be
   *     more than an old picture of one that is gone
   * @param snapshots the Created ones of the ledger; needed only once the image is gone
   * @param shared snapshots that other images of the account use
   */
  record Sighting(
      Retiree retiree,
      Retiring entry,
      Presence<Image> image,
      Optional<Decision> decision,
      boolean settled,
      Usage usage,
      Map<String, Presence<Snapshot>> snapshots,
      Set<String> shared,
      Instant askedAt) {
    Sighting {
      snapshots = Map.copyOf(snapshots);
      shared = Set.copyOf(shared);
    }
  }

  /** What comes next. */
  sealed interface Next {
    /** Something to do in EC2, or the guard's refusal. */
    record Act(Plan plan) implements Next {}

    /** Nothing to do but to look again soon. */
    record Wait(String why) implements Next {}

    /** Snapshots that other images use: they go when those images are gone. */
    record Shared(List<String> snapshotIds) implements Next {}

    /** The image is kept again: nothing was done, and the entry leaves the ledger. */
    record Recalled() implements Next {}

    /** Image and Created snapshots are confirmed gone: the entry leaves the ledger. */
    record Gone() implements Next {}
  }

  /**
   * @param grace how long a thing must be missed before it counts as gone
   */
  static Next next(Sighting sighting, Duration grace, Instant now) {
    return switch (ImagePresence.of(sighting.image(), sighting.askedAt(), grace)) {
      case ImagePresence.Present(Image image) ->
          sighting.decision().filter(decision -> decision.is(Finding.Due)).isPresent()
              ? delete(sighting, Optional.of(image), grace, now)
              : notDue(sighting);
      case ImagePresence.NotFound notFound ->
          new Next.Wait("Making sure that %s is gone.".formatted(sighting.entry().imageId()));
      case ImagePresence.Gone gone -> delete(sighting, Optional.empty(), grace, now);
    };
  }

  private static Next delete(
      Sighting sighting, Optional<Image> standing, Duration grace, Instant now) {
    return DeletionPlanner.plan(
            facts(sighting, standing), DeletionPolicy.DELETE, DeletionGuard.REFERENCES, now)
        .<Next>map(Next.Act::new)
        .orElseGet(() -> confirm(sighting, grace));
  }

  /** Kept again, unless that is only not known, or the picture is older than the last act. */
  private static Next notDue(Sighting sighting) {
    if (!sighting.settled()) {
      return new Next.Wait(
          "Making sure that %s still stands.".formatted(sighting.entry().imageId()));
    }
    return sighting
        .decision()
        .filter(decision -> decision.is(Finding.UsageUnknown))
        .<Next>map(decision -> new Next.Wait(decision.message()))
        .orElseGet(Next.Recalled::new);
  }

  private static DeletionPlanner.DeletionFacts facts(Sighting sighting, Optional<Image> standing) {
    Map<String, Snapshot> deletable = new HashMap<>();
    sighting
        .snapshots()
        .forEach(
            (id, presence) ->
                presence
                    .found()
                    .filter(snapshot -> !sighting.shared().contains(id))
                    .ifPresent(snapshot -> deletable.put(id, snapshot)));
    return new DeletionPlanner.DeletionFacts(
        sighting.retiree(),
        standing,
        ledger(sighting.entry()),
        deletable,
        sighting.usage(),
        Optional.empty(),
        SnapshotBlockers.NONE);
  }

  /** No snapshot can be deleted now: those left are shared, unclaimed, or not proven gone yet. */
  private static Next confirm(Sighting sighting, Duration grace) {
    List<String> shared = new ArrayList<>();
    for (String id : SnapshotLedger.ids(ledger(sighting.entry()), Origin.CREATED)) {
      Presence<Snapshot> presence = sighting.snapshots().get(id);
      if (presence == null || presence.found().isEmpty()) {
        if (presence == null || !presence.provenAbsent(sighting.askedAt(), grace)) {
          return new Next.Wait("Making sure that %s is gone.".formatted(id));
        }
      } else if (sighting.shared().contains(id)) {
        shared.add(id);
      }
    }
    return shared.isEmpty() ? new Next.Gone() : new Next.Shared(shared);
  }

  static List<SnapshotEntry> ledger(Retiring entry) {
    return entry.snapshots() == null ? List.of() : entry.snapshots();
  }
}
