package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.DELETE;
import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.OrphanFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a policy's condition says about snapshots without an image. */
class OrphanReadinessTest {
  private static final ReadyState READY = new ReadyState.Ready(Reason.Planned, "0 images.");
  private static final Optional<String> HASH = Optional.of("sha256:5f0c");

  @Test
  void countsThem() {
    ReadyState state = of(READY, plan(OrphanLedger.EMPTY), new Approval.NotRequired());

    assertThat(state)
        .isEqualTo(
            new ReadyState.Ready(
                Reason.Planned, "0 images. Orphaned snapshots: 1 to delete, 0 blocked."));
    assertThat(of(READY, OrphanPlan.NONE, new Approval.NotRequired())).isEqualTo(READY);
  }

  @Test
  void saysWhatToApprove() {
    ReadyState state = of(READY, plan(OrphanLedger.EMPTY), new Approval.NotGiven());

    assertThat(state.reason()).isEqualTo(Reason.AwaitingApproval);
    assertThat(state.message()).endsWith("to approve them, set spec.approvedPlan to sha256:5f0c.");
  }

  @Test
  void reconcilesUntilCountedSnapshotsAreDeleted() {
    OrphanLedger counted = plan(OrphanLedger.EMPTY).ledger();

    ReadyState state =
        OrphanReadiness.of(READY, plan(counted), counted, new Approval.NotRequired(), HASH);
    assertThat(state).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(state.message()).isEqualTo("Deleting 1 orphaned snapshots, such as snap-1.");
  }

  @Test
  void namesTheRegionThatIsNotListed() {
    Ec2CallException denied =
        new Ec2CallException(
            ErrorClass.DENIED,
            "DescribeSnapshots",
            "UnauthorizedOperation",
            "the operator's credentials lack the permission ec2:DescribeSnapshots; allow it: no",
            null);
    OrphanPlan plan = OrphanPlan.shown(List.of(), Map.of(PLACE, denied), OrphanLedger.EMPTY);

    ReadyState state = of(READY, plan, new Approval.NotRequired());
    assertThat(state).isInstanceOf(ReadyState.Blocked.class);
    assertThat(state.reason()).isEqualTo(Reason.Denied);
    assertThat(state.message())
        .startsWith("No orphaned snapshot is deleted in eu-west-1 of AwsAccount default, where");
  }

  @Test
  void tellsOfImagesFirst() {
    ReadyState blocked = new ReadyState.Blocked(Reason.Denied, "denied", Duration.ofMinutes(1));

    assertThat(of(blocked, plan(OrphanLedger.EMPTY), new Approval.NotRequired()))
        .isEqualTo(blocked);
  }

  private static ReadyState of(ReadyState images, OrphanPlan plan, Approval approval) {
    return OrphanReadiness.of(images, plan, OrphanLedger.EMPTY, approval, HASH);
  }

  private static OrphanPlan plan(OrphanLedger ledger) {
    OrphanPlanner planner =
        OrphanFixtures.planner(
            DELETE, RetentionScenario.withImages().facts(), ledger, Set.of(), Set.of());
    List<OrphanDecision> decisions =
        planner.find(PLACE, List.of(unkeptFor(orphan("snap-1"), 4))).stream()
            .map(planner::decide)
            .toList();
    return planner.plan(decisions, Set.of("snap-1"), List.of(), Map.of());
  }
}
