package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;
import java.util.List;
import java.util.SortedMap;

/** The ready state of a policy after an evaluation: images, then approval, then orphans. */
record EvaluationReadiness(
    AmiRetentionPolicy policy, Facts known, GatheredFacts gathered, PublishedPlan published) {
  /**
   * The ready state.
   *
   * @param unavailable why accounts are not evaluated, by the name of the AwsAccount
   * @param orphans the snapshots in the new status, and what prevented their deletion
   * @param execution what was executed, and what prevented parts of it
   */
  ReadyState of(
      SortedMap<String, ReadyState> unavailable,
      RetirementPlan plan,
      OrphanExecutor.Executed orphans,
      RetirementExecutor.Execution execution) {
    ReadyState images =
        PolicyReadiness.of(
            known.policy(),
            unavailable,
            gathered,
            plan,
            execution.with(orphans.failures(), List.of()));
    ReadyState approved =
        ApprovalReadiness.of(images, policy.getMetadata().getName(), known.approval(), published);
    return OrphanReadiness.of(
        approved, gathered.orphans(), orphans.ledger(), known.approval(), published.hash());
  }
}
