package dev.amioperator.deletion;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.foreignSnapshot;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;

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

/** Facts about an owned image that is to be deleted. */
abstract class DeletionTestBase {
  static final Image IMAGE = ownedImage("ami-1", "src");
  static final Map<String, String> TAGS = IMAGE.tags();
  static final Snapshot CREATED = snapshotOf("ami-1", TAGS);
  static final Snapshot FOREIGN = foreignSnapshot("snap-9");
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
