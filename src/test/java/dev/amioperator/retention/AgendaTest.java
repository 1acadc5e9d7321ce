package dev.amioperator.retention;

import static dev.amioperator.retention.Given.NOW;
import static dev.amioperator.retention.Images.due;
import static dev.amioperator.retention.Images.image;
import static dev.amioperator.retention.Images.unkept;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.AwsAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.Agenda.Errand;
import dev.amioperator.retention.Departures.Step;
import dev.amioperator.retention.Retirement.Next;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final Facts.History NONE = new Facts.History(Set.of(), List.of());
  private static final Retiring ENTRY = new Retiring("eu-west-1", "ami-a", null, null);

  @Test
  void anImageThatIsNewInTheLedgerIsCountedButNotTouchedYet() {
    Agenda agenda =
        Agenda.of(decisions(Given.images(due("ami-a"))), List.of(), List.of(ENTRY), NONE, NOW);

    assertThat(agenda.errands()).isEmpty();
    assertThat(agenda.ledger()).containsExactly(ENTRY);
    assertThat(agenda.retired()).containsExactly(NOW.toString());
  }

  @Test
  void whatWasCountedStaysCountedForADay() {
    Facts.History history =
        new Facts.History(
            Set.of(), List.of(NOW.minus(Duration.ofHours(25)), NOW.minus(Duration.ofHours(23))));

    assertThat(Agenda.nothing(List.of(), history, NOW).retired())
        .containsExactly(NOW.minus(Duration.ofHours(23)).toString());
  }

  @Test
  void theMarksOfARegionAreWrittenTogether() {
    Given given =
        Given.images(image("ami-a", 40), image("ami-b", 41), unkept(image("ami-c", 1), 1))
            .in(Given.ELSEWHERE, List.of(image("ami-d", 40)))
            .regions("eu-west-1", "us-east-1");

    assertThat(Agenda.of(decisions(given), List.of(), List.of(), NONE, NOW).errands())
        .containsExactly(
            new Errand(
                Given.PLACE,
                List.of(
                    new AwsAction.CreateTags(
                        List.of("ami-a", "ami-b"),
                        Map.of(TagKeys.UNKEPT_SINCE, "2026-06-01T12:00:00Z")),
                    new AwsAction.DeleteTags(List.of("ami-c"), Set.of(TagKeys.UNKEPT_SINCE)))),
            new Errand(
                Given.ELSEWHERE,
                List.of(
                    new AwsAction.CreateTags(
                        List.of("ami-d"), Map.of(TagKeys.UNKEPT_SINCE, "2026-06-01T12:00:00Z")))));
  }

  @Test
  void anEntryLeavesTheLedgerOnlyWhenAllIsGoneOrNothingWasDone() {
    Plan plan =
        new Plan(
            List.of(new AwsAction.DeleteSnapshot("snap-a")),
            new ReadyState.Reconciling(Reason.Deleting, "Deleting snap-a.", Duration.ofSeconds(1)));

    assertThat(ledgerAfter(new Next.Act(plan))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new Next.Wait("Making sure."))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new Next.Shared(List.of("snap-a")))).containsExactly(ENTRY);
    assertThat(ledgerAfter(new Next.Recalled())).isEmpty();
    assertThat(ledgerAfter(new Next.Gone())).isEmpty();
  }

  @Test
  void aDeletedPolicyLeavesASharedSnapshotToItsOtherImage() {
    Step shared = new Step(Given.PLACE, ENTRY, new Next.Shared(List.of("snap-a")));

    assertThat(Agenda.last(List.of(shared), NONE, NOW).ledger()).isEmpty();
  }

  private static List<Retiring> ledgerAfter(Next next) {
    return Agenda.of(List.of(), List.of(new Step(Given.PLACE, ENTRY, next)), List.of(), NONE, NOW)
        .ledger();
  }

  private static List<Decision> decisions(Given given) {
    return Retention.decide(given.facts());
  }
}
