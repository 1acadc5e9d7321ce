package dev.amioperator.deletion;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withTag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Snapshots that cannot be deleted with their image. */
class SnapshotReleaseTest extends DeletionTestBase {
  @Test
  void releasesSnapshotUsedByAnotherImage() {
    SnapshotBlockers used = new SnapshotBlockers(Map.of("snap-1", List.of("ami-7")), Map.of());
    Plan plan = plan(factsWithBlockers(CREATED, used), DeletionPolicy.DELETE).get();
    assertThat(plan.actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("snap-1"), Map.of(TagKeys.RELEASED, "snap-1 2026-06-01T12:00:00Z ami-7")));
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
    assertThat(plan.readyState().message()).contains("snap-1", "ami-7", TagKeys.RELEASED);
  }

  @Test
  void ignoresReleasedSnapshot() {
    Snapshot released =
        snapshotOf("ami-1", withTag(TAGS, TagKeys.RELEASED, "snap-1 2026-06-01T12:00:00Z"));
    assertThat(plan(factsWithBlockers(released, SnapshotBlockers.NONE), DeletionPolicy.DELETE))
        .isEmpty();
  }

  @Test
  void releasesNoForeignSnapshot() {
    SnapshotBlockers used = new SnapshotBlockers(Map.of("snap-9", List.of("ami-7")), Map.of());
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            OWNER,
            Optional.empty(),
            List.of(new SnapshotEntry("snap-9", Origin.FOREIGN)),
            Map.of("snap-9", FOREIGN),
            UNUSED,
            Optional.empty(),
            used);
    assertThat(plan(facts, DeletionPolicy.DELETE)).isEmpty();
  }

  @Test
  void waitsForLockedSnapshotAndShowsLock() {
    SnapshotLock lock =
        new SnapshotLock("snap-1", "governance", Optional.of(NOW.plus(Duration.ofDays(2))));
    Plan plan =
        plan(
                factsWithBlockers(CREATED, new SnapshotBlockers(Map.of(), Map.of("snap-1", lock))),
                DeletionPolicy.DELETE)
            .get();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Blocked.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Protected);
    assertThat(plan.readyState().message())
        .contains("snap-1", "governance", "2026-06-03T12:00:00Z", "abandon");
  }

  @Test
  void deletesOtherSnapshotsDespiteLock() {
    Snapshot other = snapshotOf("ami-2", TAGS);
    SnapshotBlockers locked =
        new SnapshotBlockers(
            Map.of(), Map.of("snap-1", new SnapshotLock("snap-1", "compliance", Optional.empty())));
    DeletionPlanner.DeletionFacts facts =
        new DeletionPlanner.DeletionFacts(
            OWNER,
            Optional.empty(),
            List.of(
                new SnapshotEntry("snap-1", Origin.CREATED),
                new SnapshotEntry("snap-2", Origin.CREATED)),
            Map.of("snap-1", CREATED, "snap-2", other),
            UNUSED,
            Optional.empty(),
            locked);
    assertThat(actions(facts, DeletionPolicy.DELETE))
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-2"));
  }

  private static DeletionPlanner.DeletionFacts factsWithBlockers(
      Snapshot snapshot, SnapshotBlockers snapshotBlockers) {
    return new DeletionPlanner.DeletionFacts(
        OWNER,
        Optional.empty(),
        List.of(new SnapshotEntry(snapshot.id(), Origin.CREATED)),
        Map.of(snapshot.id(), snapshot),
        UNUSED,
        Optional.empty(),
        snapshotBlockers);
  }
}
