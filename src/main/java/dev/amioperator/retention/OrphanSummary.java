package dev.amioperator.retention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Orphans;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusPlanBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.retention.RetentionReason.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Summarizes snapshots without an image for {@code status.plan.orphanedSnapshots}. */
final class OrphanSummary {
  /** Enough to see what they have in common. */
  private static final int MAX_SNAPSHOTS = 20;

  private static final int MAX_MESSAGE = 512;

  private static final Comparator<OrphanDecision> MOST_URGENT_FIRST =
      Comparator.comparing(
              (OrphanDecision decision) -> decision.reason().map(Enum::ordinal).orElse(-1))
          .reversed()
          .thenComparing(decision -> decision.accountRegion().account())
          .thenComparing(decision -> decision.accountRegion().region())
          .thenComparing(OrphanDecision::snapshotId);

  private OrphanSummary() {}

  /** The plan with the orphans, if there are any. */
  static Plan in(Plan plan, OrphanPlan orphans, AmiRetentionPolicy policy, Facts known) {
    return orphans.decisions().isEmpty()
        ? plan
        : AmiRetentionPolicyStatusPlanBuilder.builder(plan)
            .orphanedSnapshots(of(orphans.decisions(), policy, known.approval()))
            .build();
  }

  private static Orphans of(
      List<OrphanDecision> decisions, AmiRetentionPolicy policy, Approval approval) {
    boolean delete = OrphanRules.of(policy.getSpec()).delete();
    return new Orphans(
        decisions.size(),
        gib(decisions),
        price(decisions, policy).orElse(null),
        delete ? OrphanRules.count(decisions, Group.RETIRE) : null,
        delete ? OrphanRules.count(decisions, Group.BLOCKED) : null,
        delete ? approved(decisions, approval).orElse(null) : null,
        decisions.stream()
            .sorted(MOST_URGENT_FIRST)
            .limit(MAX_SNAPSHOTS)
            .map(OrphanSummary::orphan)
            .toList());
  }

  static long gib(List<OrphanDecision> decisions) {
    return decisions.stream().mapToLong(decision -> decision.snapshot().sizeGib()).sum();
  }

  /** By the size of the volumes, which EC2 bills at most. */
  static Optional<String> price(List<OrphanDecision> decisions, AmiRetentionPolicy policy) {
    Map<String, Long> bytes =
        decisions.stream()
            .collect(
                groupingBy(
                    decision -> decision.accountRegion().region(),
                    TreeMap::new,
                    summingLong(decision -> decision.snapshot().sizeGib() * Reclaimable.GIB)));
    return MonthlyPrice.of(
        new Reclaimable(bytes, Optional.empty()), policy.getSpec().snapshotPrices());
  }

  private static Optional<Integer> approved(List<OrphanDecision> decisions, Approval approval) {
    return switch (approval) {
      case Approval.NotRequired notRequired -> Optional.empty();
      case Approval.Required required ->
          Optional.of(
              (int)
                  decisions.stream()
                      .filter(decision -> decision.is(Group.RETIRE))
                      .filter(decision -> required.coversLine(decision.line()))
                      .count());
    };
  }

  private static AmiRetentionPolicyStatus.Orphan orphan(OrphanDecision decision) {
    return new AmiRetentionPolicyStatus.Orphan(
        decision.accountRegion().account(),
        decision.accountRegion().accountId(),
        decision.accountRegion().region(),
        decision.snapshotId(),
        decision.reason().map(Enum::name).orElse(null),
        ReadyState.truncated(decision.message(), MAX_MESSAGE));
  }
}
