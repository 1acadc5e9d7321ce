package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.RetentionReason.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Adds to a policy's ready state what happens to snapshots without an image. */
final class OrphanReadiness {
  private OrphanReadiness() {}

  /**
   * The ready state with the orphans; what concerns images comes first.
   *
   * @param hash of the plan that can be approved
   */
  static ReadyState of(
      ReadyState readyState,
      OrphanPlan plan,
      OrphanLedger ledger,
      Approval approval,
      Optional<String> hash) {
    if (!(readyState instanceof ReadyState.Ready ready)) {
      return readyState;
    }
    Set<String> pending = ledger.pending();
    List<String> deleting =
        plan.decisions().stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .map(OrphanDecision::snapshotId)
            .filter(pending::contains)
            .toList();
    if (!deleting.isEmpty()) {
      return new ReadyState.Reconciling(
          Reason.Retiring,
          "Deleting %d orphaned snapshots, such as %s."
              .formatted(deleting.size(), deleting.getFirst()),
          Requeue.NEXT_STEP);
    }
    return plan.listFailures().entrySet().stream()
        .min(
            Map.Entry.comparingByKey(
                comparing(AccountRegion::account).thenComparing(AccountRegion::region)))
        .map(entry -> notListed(entry.getKey(), entry.getValue()))
        .orElseGet(() -> counted(ready, plan, approval, hash));
  }

  private static ReadyState notListed(AccountRegion region, Ec2CallException failure) {
    ReadyState cause = ErrorReasons.readyState(failure);
    return new ReadyState.Blocked(
        cause.reason(),
        "No orphaned snapshot is deleted in %s of AwsAccount %s, where the snapshots cannot be listed: %s"
            .formatted(region.region(), region.account(), cause.message()),
        Requeue.after(failure.errorClass()));
  }

  private static ReadyState counted(
      ReadyState.Ready ready, OrphanPlan plan, Approval approval, Optional<String> hash) {
    int delete = OrphanRules.count(plan.decisions(), Group.RETIRE);
    int blocked = OrphanRules.count(plan.decisions(), Group.BLOCKED);
    if (delete + blocked == 0) {
      return ready;
    }
    String message =
        "%s Orphaned snapshots: %d to delete, %d blocked."
            .formatted(ready.message(), delete, blocked);
    return hash.filter(toApprove -> waits(plan, approval))
        .map(
            toApprove ->
                new ReadyState.Ready(
                    Reason.AwaitingApproval,
                    "%s Not all of them are approved; to approve them, set spec.approvedPlan to %s."
                        .formatted(message, toApprove)))
        .orElseGet(() -> new ReadyState.Ready(ready.reason(), message));
  }

  private static boolean waits(OrphanPlan plan, Approval approval) {
    return plan.decisions().stream()
        .filter(decision -> decision.is(Group.RETIRE))
        .anyMatch(decision -> !approval.coversLine(decision.line()));
  }
}
