package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Limits;
import dev.amioperator.api.v1alpha1.OrphanedSnapshotAction;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import dev.amioperator.retention.RetentionReason.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides about snapshots without an image, by what a policy's spec says about them.
 *
 * @param delete whether the policy deletes them
 * @param maxSnapshots how many may be deleted in any 24 hours
 */
record OrphanRules(boolean delete, int maxSnapshots) {
  private static final int DEFAULT_MAX_SNAPSHOTS = 10;

  /** The order in which snapshots are deleted. */
  static final Comparator<OrphanDecision> LONGEST_UNKEPT_FIRST =
      comparing((OrphanDecision decision) -> decision.unkeptSince().orElse(Instant.MAX))
          .thenComparing(OrphanDecision::snapshotId);

  static OrphanRules of(AmiRetentionPolicySpec spec) {
    return new OrphanRules(
        spec.orphanedSnapshots() == OrphanedSnapshotAction.DELETE,
        Optional.ofNullable(spec.limits()).map(Limits::maxSnapshots).orElse(DEFAULT_MAX_SNAPSHOTS));
  }

  /**
   * The scope of a policy's spell with what it does with orphans: a tag from an earlier time in
   * which it deleted them proves nothing about the time between.
   */
  static String scope(AmiRetentionPolicySpec spec, String scope) {
    return of(spec).delete() ? Owner.hash(scope + "/orphanedSnapshots") : scope;
  }

  /**
   * The facts about orphans that are not read from EC2 for each.
   *
   * @param named the snapshots that an AmiImage or AmiCopy names, in spec or status; found when
   *     first needed, as all objects are searched
   * @param notListed the regions whose images cannot be listed
   * @param ledger the snapshots that the policy deletes, or deleted lately
   */
  record OrphanFacts(
      Facts facts, Supplier<Set<String>> named, Set<AccountRegion> notListed, OrphanLedger ledger) {
    OrphanFacts {
      notListed = Set.copyOf(notListed);
    }
  }

  /**
   * Decides about an orphan by what is listed: what uses it has to be read before it is deleted.
   */
  OrphanDecision decide(Orphan orphan, OrphanFacts facts) {
    Snapshot snapshot = orphan.snapshot();
    if (!delete) {
      return OrphanDecision.shown(orphan, orphan.message());
    }
    if (!facts.facts().policy().selector().selects(snapshot)) {
      return kept(orphan, "It stays, as it does not have the tags of spec.select.");
    }
    if (snapshot.createdFor().isEmpty()) {
      return kept(orphan, "It stays, as EC2 does not say for which image it was created.");
    }
    OrphanDecision unkept = retentionPeriod(orphan, facts.facts());
    if (facts.named().get().contains(snapshot.id())) {
      return unkept.withReason(RetentionReason.Declared, "An AmiImage or AmiCopy names it.");
    }
    if (facts.ledger().deleted(snapshot.id())) {
      return unkept.withReason(
          RetentionReason.Protected,
          "The policy deleted it, and it was restored from the Recycle Bin: its retention period"
              + " restarts.");
    }
    return facts.ledger().refusal(snapshot.id()).isPresent()
        ? unkept.withReason(RetentionReason.Referenced, facts.ledger().refusal(snapshot.id()).get())
        : unlisted(unkept, facts);
  }

  private static OrphanDecision kept(Orphan orphan, String message) {
    return OrphanDecision.shown(orphan, orphan.message() + " " + message);
  }

  /**
   * EC2 may have created the snapshot in a region for an image in another: tools copy snapshots.
   */
  private static OrphanDecision unlisted(OrphanDecision unkept, OrphanFacts facts) {
    return facts.notListed().stream()
        .filter(region -> region.accountId().equals(unkept.accountRegion().accountId()))
        .min(comparing(AccountRegion::region))
        .map(
            region ->
                unkept.withReason(
                    RetentionReason.UsageUnknown,
                    "Its image may be in %s, whose images cannot be listed."
                        .formatted(region.region())))
        .orElse(unkept);
  }

  private OrphanDecision retentionPeriod(Orphan orphan, Facts facts) {
    Optional<Instant> since = UnkeptSinceTag.of(orphan.snapshot(), facts.now());
    Optional<Instant> enforcingSince =
        Optional.ofNullable(facts.enforcingSince().get(orphan.accountRegion().accountId()));
    String period = Durations.format(deleteAfter(orphan, facts));
    if (since.isEmpty() || enforcingSince.isEmpty()) {
      String message =
          enforcingSince.isPresent()
              ? "%s It is tagged now, and due %s later."
              : "%s Mode Enforce would delete it %s after it was set.";
      return decision(orphan, RetentionReason.Unkept, since, Optional.empty())
          .withReason(RetentionReason.Unkept, message.formatted(orphan.message(), period));
    }
    Instant start = since.get().isBefore(enforcingSince.get()) ? enforcingSince.get() : since.get();
    Instant due = start.plus(deleteAfter(orphan, facts));
    OrphanDecision running = decision(orphan, RetentionReason.Unkept, since, Optional.of(due));
    return facts.now().isBefore(due)
        ? running.withReason(
            RetentionReason.Unkept, "%s It is due on %s.".formatted(orphan.message(), due))
        : running.withReason(
            RetentionReason.Due,
            "%s No image used it since %s.".formatted(orphan.message(), start));
  }

  /**
   * The longest wait of the policies that delete the snapshot, in mode Plan, too. The CRD demands
   * {@code retire.deregister} of each.
   */
  private static Duration deleteAfter(Orphan orphan, Facts facts) {
    return Stream.concat(
            Stream.of(facts.policy()),
            facts.otherPolicies().values().stream()
                .filter(EffectivePolicy::deletesOrphans)
                .filter(other -> other.selects(orphan.accountRegion(), orphan.snapshot())))
        .flatMap(policy -> policy.steps().waitBefore(RetireStep.DEREGISTER).stream())
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static OrphanDecision decision(
      Orphan orphan, RetentionReason reason, Optional<Instant> since, Optional<Instant> due) {
    return new OrphanDecision(orphan, Optional.of(reason), since, due, "", Optional.empty());
  }

  /** Holds back snapshots that mode Approved has no approval for. */
  static List<OrphanDecision> approved(List<OrphanDecision> decisions, Approval approval) {
    return decisions.stream()
        .map(
            decision ->
                decision.is(RetentionReason.Due) && !approval.coversLine(decision.line())
                    ? decision.withReason(
                        RetentionReason.NotApproved,
                        decision.message() + " It waits, because no approved plan contains it.")
                    : decision)
        .toList();
  }

  /** Holds back snapshots that {@code limits.maxSnapshots} does not allow to delete yet. */
  List<OrphanDecision> limited(List<OrphanDecision> decisions, OrphanLedger ledger, Instant now) {
    Set<String> pending = ledger.pending();
    Set<String> next =
        decisions.stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .filter(decision -> !pending.contains(decision.snapshotId()))
            .sorted(LONGEST_UNKEPT_FIRST)
            .limit(Math.max(0, maxSnapshots - ledger.counted(now).size()))
            .map(OrphanDecision::snapshotId)
            .collect(Collectors.toSet());
    return decisions.stream()
        .map(
            decision ->
                decision.is(RetentionReason.Due)
                        && !pending.contains(decision.snapshotId())
                        && !next.contains(decision.snapshotId())
                    ? decision.withReason(
                        RetentionReason.Limit,
                        "Retention period expired, but at most %d snapshots are deleted in 24 hours."
                            .formatted(maxSnapshots))
                    : decision)
        .toList();
  }

  static int count(List<OrphanDecision> decisions, Group group) {
    return (int) decisions.stream().filter(decision -> decision.is(group)).count();
  }
}
