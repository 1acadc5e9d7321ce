package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.dueImage;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.RetirementObserver.RetirementStep;
import dev.amioperator.retention.RetiringImagePlanner.NextStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetirementPlanTest {
  private static final Facts.History NONE = new Facts.History(Set.of(), List.of());
  private static final Retiring ENTRY =
      new Retiring("default", "111122223333", "eu-west-1", "ami-a", null, null, null);

  @Test
  void recordsImageBeforeRetiringIt() {
    RetirementPlan plan =
        RetirementPlan.of(
            decisions(RetentionScenario.withImages(dueImage("ami-a"))),
            List.of(),
            List.of(ENTRY),
            NONE,
            NOW);

    assertThat(plan.plannedActions()).isEmpty();
    assertThat(plan.retiring()).containsExactly(ENTRY);
    assertThat(plan.retired()).containsExactly(NOW.toString());
  }

  @Test
  void countsRetiredImagesForADay() {
    Facts.History history =
        new Facts.History(
            Set.of(), List.of(NOW.minus(Duration.ofHours(25)), NOW.minus(Duration.ofHours(23))));

    assertThat(RetirementPlan.planOnly(List.of(), history, NOW).retired())
        .containsExactly(NOW.minus(Duration.ofHours(23)).toString());
  }

  @Test
  void batchesTagChangesOfRegion() {
    RetentionScenario scenario =
        RetentionScenario.withImages(
                image("ami-a", 40), image("ami-b", 41), unkeptFor(image("ami-c", 1), 1))
            .inRegion(RetentionScenario.ELSEWHERE, List.of(image("ami-d", 40)))
            .withRegions("eu-west-1", "us-east-1");

    assertThat(
            RetirementPlan.of(decisions(scenario), List.of(), List.of(), NONE, NOW)
                .plannedActions())
        .containsExactly(
            PlannedActions.onTags(
                RetentionScenario.PLACE,
                List.of(
                    new TagAction.CreateTags(
                        List.of("ami-a", "ami-b"),
                        Map.of(TagKeys.UNKEPT_SINCE, "2026-06-01T12:00:00Z")),
                    new TagAction.DeleteTags(List.of("ami-c"), Set.of(TagKeys.UNKEPT_SINCE)))),
            PlannedActions.onTags(
                RetentionScenario.ELSEWHERE,
                List.of(
                    new TagAction.CreateTags(
                        List.of("ami-d"), Map.of(TagKeys.UNKEPT_SINCE, "2026-06-01T12:00:00Z")))));
  }

  @Test
  void removesEntryOnlyWhenFinishedOrUntouched() {
    Plan plan =
        new Plan(
            List.of(new SnapshotAction.DeleteSnapshot("snap-a")),
            new ReadyState.Reconciling(Reason.Deleting, "Deleting snap-a.", Duration.ofSeconds(1)));

    assertThat(ledgerAfter(new NextStep.Execute(plan))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new NextStep.Wait("Confirming."))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new NextStep.SharedSnapshots(List.of("snap-a")))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new NextStep.Cancelled())).isEmpty();
    assertThat(ledgerAfter(new NextStep.Deleted())).isEmpty();
  }

  @Test
  void keepsSharedSnapshotOfDeletedPolicy() {
    RetirementStep shared =
        new RetirementStep(
            RetentionScenario.PLACE, ENTRY, new NextStep.SharedSnapshots(List.of("snap-a")));

    assertThat(RetirementPlan.forDeletedPolicy(List.of(shared), NONE, NOW).retiring()).isEmpty();
  }

  private static List<Retiring> ledgerAfter(NextStep nextStep) {
    return RetirementPlan.of(
            List.of(),
            List.of(new RetirementStep(RetentionScenario.PLACE, ENTRY, nextStep)),
            List.of(),
            NONE,
            NOW)
        .retiring();
  }

  private static List<Decision> decisions(RetentionScenario scenario) {
    return RetentionDecisions.decide(scenario.facts());
  }
}
