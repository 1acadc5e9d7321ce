package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.CREATED;
import static dev.amioperator.retention.OrphanFixtures.DELETE;
import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.OrphanFixtures.unkeptFor;
import static dev.amioperator.retention.OrphanFixtures.withTags;
import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.SnapshotDeletion;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Decisions about snapshots without an image, and what is done by them. */
class OrphanRulesTest {
  private static final Snapshot DUE = unkeptFor(orphan("snap-due"), 4);

  private static final Duration MONTHS = Duration.ofDays(90);

  private RetentionScenario scenario = RetentionScenario.withImages(image("ami-there", 40));
  private OrphanRules rules = DELETE;
  private OrphanLedger ledger = OrphanLedger.EMPTY;
  private Set<String> named = Set.of();
  private Set<AccountRegion> notListed = Set.of();

  @Test
  void deletesNothingByDefault() {
    rules = new OrphanRules(false, 10);

    assertThat(decide(DUE).reason()).isEmpty();
    assertThat(plan(DUE).deletions()).isEmpty();
    assertThat(plan(DUE).ledger().entries()).isEmpty();
    assertThat(plan(orphan("snap-new")).tagChanges()).isEmpty();
  }

  @Test
  void tagsThenWaits() {
    OrphanDecision untagged = decide(orphan("snap-1"));
    assertThat(untagged.reason()).contains(RetentionReason.Unkept);
    assertThat(plan(orphan("snap-1")).tagChanges().getFirst().actions())
        .containsExactly(
            new TagAction.CreateTags(
                List.of("snap-1"), Map.of(TagKeys.UNKEPT_SINCE, NOW.toString())));

    OrphanDecision waiting = decide(unkeptFor(orphan("snap-1"), 2));
    assertThat(waiting.reason()).contains(RetentionReason.Unkept);
    assertThat(waiting.dueAt()).contains(NOW.plus(Duration.ofDays(1)));
    assertThat(plan(unkeptFor(orphan("snap-1"), 2)).tagChanges()).isEmpty();
    assertThat(decide(DUE).reason()).contains(RetentionReason.Due);
  }

  /** Whatever the tag says, the period does not begin before the policy is enforced. */
  @Test
  void countsFromWhenThePolicyIsEnforced() {
    scenario.enforcedFor(1);
    assertThat(decide(DUE).dueAt()).contains(NOW.plus(Duration.ofDays(2)));

    scenario.inPlanMode();
    assertThat(decide(DUE).reason()).contains(RetentionReason.Unkept);
    assertThat(decide(DUE).dueAt()).isEmpty();
  }

  /** As with images, the longest wait counts, also that of a policy on trial. */
  @Test
  void waitsAsLongAsEveryPolicyThatDeletesIt() {
    RetentionScenario other = RetentionScenario.withImages().deletingOrphans().deregisterAfter(30);
    scenario.withOtherPolicy(other);

    assertThat(decide(DUE).reason()).contains(RetentionReason.Unkept);
    assertThat(decide(DUE).dueAt()).contains(NOW.plus(Duration.ofDays(26)));
    assertThat(decide(unkeptFor(orphan("snap-1", CREATED, DUE.tags(), MONTHS), 30)).reason())
        .contains(RetentionReason.Due);

    scenario.withOtherPolicy(other.inPlanMode());
    assertThat(decide(DUE).reason()).contains(RetentionReason.Unkept);
    scenario.withOtherPolicy(other.deregisterAfter(1));
    assertThat(decide(DUE).reason()).contains(RetentionReason.Due);
  }

  @Test
  void waitsForNoPolicyThatDoesNotDeleteIt() {
    Stream.of(
            RetentionScenario.withImages(),
            RetentionScenario.withImages().deletingOrphans().withRegions(ELSEWHERE.region()),
            RetentionScenario.withImages().deletingOrphans().selecting(Management.OPERATOR),
            RetentionScenario.withImages().deletingOrphans().withAccounts("444455556666"),
            RetentionScenario.withImages()
                .deletingOrphans()
                .covering("others", Map.of("family", "db")))
        .forEach(
            other -> {
              scenario = RetentionScenario.withImages(image("ami-there", 40));
              scenario.withOtherPolicy(other.deregisterAfter(30));
              assertThat(decide(DUE).reason()).contains(RetentionReason.Due);
            });
  }

  /** CopySnapshot can copy tags, and a copied tag says nothing about the copy. */
  @Test
  void ignoresATagOlderThanTheSnapshot() {
    Snapshot copy = orphan("snap-1", CREATED, Map.of("family", "web"), Duration.ofDays(2));

    assertThat(decide(unkeptFor(copy, 100)).unkeptSince()).isEmpty();
  }

  @Test
  void selectsByTagsOnly() {
    Snapshot other = withTags(DUE, Map.of("family", "db"));

    assertThat(decide(other).reason()).isEmpty();
    assertThat(decide(other).message()).contains("does not have the tags of spec.select");
  }

  /** Its tags say whose it is; only EC2's description proves that no user created it by hand. */
  @Test
  void keepsWhatEc2DidNotCreateForAnImage() {
    Snapshot byHand =
        withTags(
            orphan("snap-1", "before the upgrade", Map.of("family", "web"), Duration.ofDays(9)),
            Map.of(TagKeys.CLUSTER, CLUSTER.value(), TagKeys.RESOURCE, "AmiImage/images/gone"));

    assertThat(decide(unkeptFor(byHand, 4)).reason()).isEmpty();
    assertThat(decide(unkeptFor(byHand, 4)).message()).contains("It stays, as EC2 does not say");
  }

  @Test
  void keepsWhatAnObjectNames() {
    named = Set.of("snap-due");

    assertThat(decide(DUE).reason()).contains(RetentionReason.Declared);
    assertThat(plan(DUE).tagChanges().getFirst().actions())
        .containsExactly(
            new TagAction.DeleteTags(List.of("snap-due"), Set.of(TagKeys.UNKEPT_SINCE)));
  }

  @Test
  void keepsAllWhileARegionIsNotListed() {
    notListed = Set.of(ELSEWHERE);

    assertThat(decide(DUE).reason()).contains(RetentionReason.UsageUnknown);
    assertThat(decide(DUE).message()).contains("us-east-1");
    assertThat(plan(DUE).tagChanges()).isEmpty();
    assertThat(plan(DUE).ledger().entries()).isEmpty();
  }

  @Test
  void recordsBeforeItDeletes() {
    OrphanPlan counted = plan(DUE);
    assertThat(counted.deletions()).isEmpty();
    assertThat(counted.ledger().entries())
        .containsExactly(
            new SnapshotDeletion(
                "default", "111122223333", "eu-west-1", "snap-due", NOW.toString(), null, null));

    ledger = counted.ledger();
    assertThat(plan(DUE).deletions().getFirst().actions())
        .containsExactly(new DeleteSnapshot("snap-due"));
    assertThat(plan(DUE).ledger()).isEqualTo(ledger);
  }

  /** The entry of a snapshot that is used again is no licence to delete it. */
  @Test
  void deletesNothingThatIsNotDueAnyMore() {
    ledger = plan(DUE).ledger();
    named = Set.of("snap-due");

    assertThat(plan(DUE).deletions()).isEmpty();
  }

  @Test
  void limitsWhatIsDeletedIn24Hours() {
    rules = new OrphanRules(true, 2);
    Snapshot older = unkeptFor(orphan("snap-older"), 6);
    Snapshot oldest = unkeptFor(orphan("snap-oldest"), 8);

    OrphanPlan first = plan(DUE, older, oldest);
    assertThat(first.ledger().pending()).containsExactlyInAnyOrder("snap-oldest", "snap-older");
    assertThat(first.decisions())
        .filteredOn(decision -> decision.is(RetentionReason.Limit))
        .extracting(OrphanDecision::snapshotId)
        .containsExactly("snap-due");

    ledger =
        first
            .ledger()
            .answered(
                List.of(
                    new OrphanLedger.Outcome("snap-oldest", Optional.empty()),
                    new OrphanLedger.Outcome("snap-older", Optional.empty())),
                NOW);
    assertThat(plan(DUE).ledger().pending()).isEmpty();
    assertThat(OrphanLedger.of(ledger.entries(), NOW.plus(Duration.ofHours(24))).entries())
        .isEmpty();
  }

  @Test
  void approvesByTheLineOfThePlan() {
    scenario.withApproval(new Approval.NotGiven());
    assertThat(plan(DUE).ledger().entries()).isEmpty();
    assertThat(plan(DUE).decisions().getFirst().reason()).contains(RetentionReason.NotApproved);

    ApprovablePlan approved =
        ApprovablePlan.of("AmiRetentionPolicy/images/web", List.of(), plan(DUE).decisions());
    scenario.withApproval(
        new Approval.Valid(
            approved.hash(), NOW.plus(Duration.ofDays(1)), Set.copyOf(approved.lines())));
    assertThat(plan(DUE).ledger().pending()).containsExactly("snap-due");
    assertThat(plan(unkeptFor(orphan("snap-2"), 4)).ledger().pending()).isEmpty();
    assertThat(approved.images()).isZero();
    assertThat(approved.isEmpty()).isFalse();
  }

  /** EC2 refuses to delete the snapshot of an image that the account cannot list. */
  @Test
  void keepsWhatEc2RefusedToDelete() {
    ledger =
        plan(DUE)
            .ledger()
            .answered(
                List.of(new OrphanLedger.Outcome("snap-due", Optional.of("in use by ami-x"))), NOW);

    assertThat(decide(DUE).reason()).contains(RetentionReason.Referenced);
    assertThat(decide(DUE).message()).isEqualTo("in use by ami-x");
    assertThat(plan(DUE).deletions()).isEmpty();
    assertThat(plan(DUE).tagChanges().getFirst().actions().getFirst())
        .isInstanceOf(TagAction.DeleteTags.class);
  }

  @Test
  void keepsWhatWasRestoredFromTheRecycleBin() {
    ledger =
        plan(DUE)
            .ledger()
            .answered(List.of(new OrphanLedger.Outcome("snap-due", Optional.empty())), NOW);

    assertThat(decide(DUE).reason()).contains(RetentionReason.Protected);
    assertThat(plan(DUE).deletions()).isEmpty();
  }

  /** The snapshot is read once more by the guard of every write. */
  @Test
  void claimsOnlyWhatIsStillDue() {
    ledger = plan(DUE).ledger();
    var claim = plan(DUE).deletions().getFirst().claim();

    assertThat(claim.owns(DUE)).isTrue();
    assertThat(claim.owns(orphan("snap-due"))).isFalse();
    assertThat(claim.owns(withTags(DUE, Map.of(TagKeys.KEEP, "false")))).isFalse();
    assertThat(claim.owns(withTags(DUE, Map.of("aws:backup:source-resource", "x")))).isFalse();
    assertThat(claim.owns(withTags(DUE, Map.of(TagKeys.CLUSTER, "there")))).isFalse();
    assertThat(claim.owns(image("ami-there", 40))).isFalse();
    assertThat(claim.objection(new DeleteSnapshot("snap-due"), Map.of(TagKeys.KEEP, "")))
        .hasValueSatisfying(why -> assertThat(why).contains("amioperator.dev/keep"));
    assertThat(claim.permits(new TagAction.CreateTags(List.of("snap-due"), Map.of("a", "b"))))
        .isFalse();
  }

  /** The retention period restarts when an image used the snapshot in between. */
  @Test
  void untagsWhatAnImageUsesAgain() {
    Snapshot used = unkeptFor(orphan("snap-ami-there"), 4);

    assertThat(planner().keptAgain(PLACE, List.of(used, DUE)))
        .extracting(OrphanDecision::snapshotId)
        .containsExactly("snap-ami-there");
    scenario =
        RetentionScenario.withImages(RetentionImageFixtures.unkeptFor(image("ami-there", 40), 2));
    assertThat(planner().keptAgain(PLACE, List.of(used))).isEmpty();
  }

  private OrphanDecision decide(Snapshot snapshot) {
    return decisions(snapshot).getFirst();
  }

  private List<OrphanDecision> decisions(Snapshot... snapshots) {
    OrphanPlanner planner = planner();
    return planner.limited(
        planner.find(PLACE, Arrays.asList(snapshots)).stream().map(planner::decide).toList());
  }

  private OrphanPlan plan(Snapshot... snapshots) {
    return planner()
        .plan(
            decisions(snapshots),
            Stream.of(snapshots).map(Snapshot::id).collect(toSet()),
            List.of(),
            Map.of());
  }

  private OrphanPlanner planner() {
    return OrphanFixtures.planner(rules, scenario.facts(), ledger, named, notListed);
  }
}
