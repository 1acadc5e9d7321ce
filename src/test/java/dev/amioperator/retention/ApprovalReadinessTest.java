package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovalReadinessTest {
  private static final String HASH = "sha256:" + "ab".repeat(32);
  private static final String NEXT = "sha256:" + "cd".repeat(32);
  private static final ReadyState.Ready PLANNED =
      new ReadyState.Ready(Reason.Planned, "5 images selected: 3 to retire, 0 blocked.");

  private static final Reclaimable NOTHING = new Reclaimable(Map.of(), Optional.empty());

  static Stream<Arguments> approvals() {
    return Stream.of(
        Arguments.of(new Approval.NotGiven(), ReadyState.Ready.class, Reason.AwaitingApproval),
        Arguments.of(valid(), ReadyState.Ready.class, Reason.AwaitingApproval),
        Arguments.of(
            new Approval.Expired(HASH, NOW), ReadyState.Stalled.class, Reason.ApprovalExpired),
        Arguments.of(
            new Approval.PlanNotFound(HASH), ReadyState.Stalled.class, Reason.PlanNotFound),
        Arguments.of(
            new Approval.PlanAltered(HASH, "web-plan-abababababababab"),
            ReadyState.Stalled.class,
            Reason.PlanAltered));
  }

  @ParameterizedTest
  @MethodSource("approvals")
  void saysHowToApprovePresentPlan(
      Approval approval, Class<? extends ReadyState> state, Reason reason) {
    ReadyState readyState = of(approval, published(NEXT, 1, Optional.empty()));
    assertThat(readyState).isInstanceOf(state);
    assertThat(readyState.reason()).isEqualTo(reason);
    assertThat(readyState.message())
        .contains("set spec.approvedPlan to " + NEXT, "ConfigMap web-plan-cdcdcdcdcdcdcdcd");
  }

  @Test
  void isPlannedWhenAllIsApproved() {
    ReadyState readyState = of(valid(), published(NEXT, 3, Optional.empty()));
    assertThat(readyState.reason()).isEqualTo(Reason.Planned);
    assertThat(readyState.message()).endsWith("All of them are approved until " + NOW + ".");
  }

  @Test
  void isPlannedWhenNothingIsToApprove() {
    PublishedPlan nothing =
        new PublishedPlan(
            0,
            Optional.empty(),
            List.of(),
            Optional.of(0),
            Optional.empty(),
            NOTHING,
            Optional.empty());
    assertThat(ApprovalReadiness.of(PLANNED, "web", new Approval.Expired(HASH, NOW), nothing))
        .isEqualTo(PLANNED);
  }

  @Test
  void recordsApprovalBeforeAnythingElse() {
    ReadyState readyState = of(new Approval.Unrecorded(HASH), published(NEXT, 0, Optional.empty()));
    assertThat(readyState).isInstanceOf(ReadyState.Reconciling.class);
  }

  @Test
  void saysWhyPlanCannotBeApproved() {
    String problem =
        "the operator may not write ConfigMap web-plan in namespace images. Set"
            + " retention.configMaps to true in the values of its chart, and add the namespace to"
            + " retention.namespaces";
    ReadyState unreadable =
        of(new Approval.PlanUnreadable(HASH, problem), published(NEXT, 0, Optional.empty()));
    ReadyState notStored = of(valid(), published(NEXT, 0, Optional.of(problem)));
    assertThat(List.of(unreadable, notStored))
        .allSatisfy(
            state -> {
              assertThat(state).isInstanceOf(ReadyState.Blocked.class);
              assertThat(state.message()).endsWith(problem + ".");
            });
    assertThat(of(new Approval.NotRequired(), published(NEXT, 0, Optional.of(problem))))
        .isEqualTo(
            new ReadyState.Ready(
                Reason.Planned, PLANNED.message() + " The plan is not stored: " + problem + "."));
  }

  @Test
  void leavesOtherStatesAsTheyAre() {
    ReadyState retiring =
        new ReadyState.Reconciling(Reason.Retiring, "Deregistering ami-1.", Requeue.NEXT_STEP);
    assertThat(
            ApprovalReadiness.of(
                retiring, "web", new Approval.NotGiven(), published(NEXT, 0, Optional.empty())))
        .isEqualTo(retiring);
  }

  private static Approval valid() {
    return new Approval.Valid(HASH, NOW, Set.of());
  }

  private static ReadyState of(Approval approval, PublishedPlan plan) {
    return ApprovalReadiness.of(PLANNED, "web", approval, plan);
  }

  private static PublishedPlan published(String hash, int approved, Optional<String> problem) {
    return new PublishedPlan(
        3, Optional.of(hash), List.of(), Optional.of(approved), problem, NOTHING, Optional.empty());
  }
}
