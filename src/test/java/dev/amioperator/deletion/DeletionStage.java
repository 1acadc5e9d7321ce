package dev.amioperator.deletion;

import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.OWNER;
import static dev.amioperator.testing.Examples.image;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotOf;
import static dev.amioperator.testing.Examples.stranger;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One image of ours that is to go, and what is known of it. */
abstract class DeletionStage {
  static final Image IMAGE = ours("ami-1", "src");
  static final Map<String, String> TAGS = IMAGE.tags();
  static final Snapshot CREATED = snapshotOf("ami-1", TAGS);
  static final Snapshot FOREIGN = stranger("snap-9");
  static final Usage UNUSED = new Usage.Unused(NOW);

  static DeletionPlanner.DeletionFacts facts(
      Optional<Image> image, Usage usage, Snapshot... snapshots) {
    List<Snapshot> all = List.of(snapshots);
    return new DeletionPlanner.DeletionFacts(
        OWNER,
        image,
        SnapshotLedger.of(null, image, all.stream().filter(OWNER::owns).toList()).stream()
            .collect(Collectors.collectingAndThen(Collectors.toList(), l -> withForeign(l, all))),
        all.stream().collect(Collectors.toMap(Snapshot::id, Function.identity())),
        usage,
        Optional.empty(),
        SnapshotBlockers.NONE);
  }

  static Optional<Plan> plan(DeletionPlanner.DeletionFacts facts, DeletionPolicy policy) {
    return DeletionPlanner.plan(facts, policy, DeletionGuard.REFERENCES, NOW);
  }

  static List<AwsAction> actions(DeletionPlanner.DeletionFacts facts, DeletionPolicy policy) {
    return plan(facts, policy).map(Plan::actions).orElse(List.of());
  }

  private static List<SnapshotEntry> withForeign(
      List<SnapshotEntry> ledger, List<Snapshot> snapshots) {
    Set<String> known = ledger.stream().map(SnapshotEntry::snapshotId).collect(Collectors.toSet());
    return Stream.concat(
            ledger.stream(),
            snapshots.stream()
                .filter(s -> !known.contains(s.id()))
                .map(s -> new SnapshotEntry(s.id(), Origin.FOREIGN)))
        .toList();
  }
}
