package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.amioperator.account.RetirementReservations;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.OrphanPlan.PlannedCalls;
import dev.amioperator.retention.OrphanProofReads.SnapshotReads;
import dev.amioperator.retention.OrphanRules.OrphanFacts;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Decides about orphaned snapshots, and plans the EC2 actions; without reads of its own. */
record OrphanPlanner(
    Owner policy, OrphanRules rules, OrphanedSnapshots orphans, OrphanFacts facts) {

  Instant now() {
    return facts.facts().now();
  }

  OrphanLedger ledger() {
    return facts.ledger();
  }

  List<Orphan> find(AccountRegion region, Collection<Snapshot> snapshots) {
    return orphans.find(region, snapshots);
  }

  OrphanDecision decide(Orphan orphan) {
    return rules.decide(orphan, facts);
  }

  /**
   * The decision by the snapshot as it is now; empty: it is gone, or no orphan any more. Without a
   * read, nothing is changed.
   */
  Optional<OrphanDecision> redecide(OrphanDecision decision, SnapshotReads reads) {
    String id = decision.snapshotId();
    if (reads.failures().containsKey(id)) {
      return Optional.of(
          decision.withReason(RetentionReason.UsageUnknown, reads.failures().get(id)));
    }
    if (!reads.requested().contains(id)) {
      return Optional.of(decision);
    }
    return Optional.ofNullable(reads.found().get(id))
        .flatMap(
            snapshot ->
                find(decision.accountRegion(), List.of(snapshot)).stream()
                    .findFirst()
                    .map(this::decide));
  }

  /** Holds back what is not approved, or above the policy's limit. */
  List<OrphanDecision> limited(List<OrphanDecision> decisions) {
    return rules.limited(
        OrphanRules.approved(decisions, facts.facts().approval()), facts.ledger(), now());
  }

  /** The due snapshots that are not counted yet, those due longest first. */
  List<OrphanDecision> newlyDue(List<OrphanDecision> decisions) {
    Set<String> pending = facts.ledger().pending();
    return decisions.stream()
        .filter(decision -> decision.is(RetentionReason.Due))
        .filter(decision -> !pending.contains(decision.snapshotId()))
        .sorted(OrphanRules.LONGEST_UNKEPT_FIRST)
        .toList();
  }

  OrphanDecision overAccountLimit(
      OrphanDecision decision, RetirementReservations.Granted reserved) {
    return decision.withReason(
        RetentionReason.Limit,
        ("Retention period expired, but all policies together retire at most %d images and orphaned"
                + " snapshots of the account in 24 hours (limits.retiredImages), counted by"
                + " AwsAccount %s.")
            .formatted(reserved.limit(), reserved.account()));
  }

  /**
   * Snapshots with the tag unkept-since that are no orphans any more: the retention period restarts
   * if they are again. Those that another policy is about to delete with their image keep the tag.
   */
  List<OrphanDecision> keptAgain(AccountRegion region, Collection<Snapshot> snapshots) {
    Set<String> retiring = orphans.use(region).ofUnkept();
    Set<String> found = find(region, snapshots).stream().map(Orphan::id).collect(toSet());
    return snapshots.stream()
        .filter(snapshot -> snapshot.tags().containsKey(TagKeys.UNKEPT_SINCE))
        .filter(snapshot -> !snapshot.tags().containsKey(TagKeys.RELEASED))
        .filter(snapshot -> !found.contains(snapshot.id()) && !retiring.contains(snapshot.id()))
        .filter(snapshot -> !orphans.recorded().contains(snapshot.id()))
        .filter(snapshot -> facts.facts().policy().selects(region, snapshot))
        .map(snapshot -> OrphanDecision.shown(new Orphan(region, snapshot, ""), ""))
        .toList();
  }

  /**
   * The actions of the decisions; snapshots that are due and not counted yet are counted only.
   *
   * @param read the snapshots that were read by their ids: tags of others are not changed
   */
  OrphanPlan plan(
      List<OrphanDecision> decisions,
      Set<String> read,
      List<OrphanDecision> keptAgain,
      Map<AccountRegion, Ec2CallException> listFailures) {
    Set<String> pending = facts.ledger().pending();
    return new OrphanPlan(
        decisions,
        listFailures,
        tagChanges(
            decisions.stream().filter(decision -> read.contains(decision.snapshotId())).toList(),
            keptAgain),
        decisions.stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .filter(decision -> pending.contains(decision.snapshotId()))
            .map(this::deletion)
            .toList(),
        facts.ledger().counting(newlyDue(decisions), now()));
  }

  private List<PlannedCalls> tagChanges(
      List<OrphanDecision> decisions, List<OrphanDecision> keptAgain) {
    return Stream.concat(tagged(decisions), untagged(decisions, keptAgain)).toList();
  }

  private Stream<PlannedCalls> tagged(List<OrphanDecision> decisions) {
    return byRegion(decisions.stream().filter(OrphanDecision::shouldTag))
        .map(
            entry ->
                calls(
                    entry.getKey(),
                    snapshot -> !find(entry.getKey(), List.of(snapshot)).isEmpty(),
                    UnkeptSinceTag.additions(ids(entry.getValue()), now()),
                    entry.getValue()));
  }

  private Stream<PlannedCalls> untagged(
      List<OrphanDecision> decisions, List<OrphanDecision> keptAgain) {
    return byRegion(
            Stream.concat(
                decisions.stream().filter(OrphanDecision::shouldUntag), keptAgain.stream()))
        .map(
            entry ->
                calls(
                    entry.getKey(),
                    snapshot -> facts.facts().policy().selects(entry.getKey(), snapshot),
                    UnkeptSinceTag.removals(ids(entry.getValue())),
                    entry.getValue()));
  }

  private static Stream<String> ids(List<OrphanDecision> decisions) {
    return decisions.stream().map(OrphanDecision::snapshotId);
  }

  private PlannedCalls deletion(OrphanDecision due) {
    AccountRegion region = due.accountRegion();
    return calls(
        region,
        snapshot ->
            find(region, List.of(snapshot)).stream()
                .anyMatch(orphan -> decide(orphan).is(RetentionReason.Due)),
        List.of(new DeleteSnapshot(due.snapshotId())),
        List.of(due));
  }

  private PlannedCalls calls(
      AccountRegion region,
      Predicate<Snapshot> entitled,
      List<AwsAction> actions,
      List<OrphanDecision> decisions) {
    return new PlannedCalls(
        region,
        new OrphanClaim(policy, entitled),
        actions,
        decisions.stream().map(OrphanDecision::snapshot).toList());
  }

  private static Stream<Map.Entry<AccountRegion, List<OrphanDecision>>> byRegion(
      Stream<OrphanDecision> decisions) {
    return decisions
        .collect(groupingBy(OrphanDecision::accountRegion, LinkedHashMap::new, toList()))
        .entrySet()
        .stream();
  }
}
