package dev.amioperator.retention;

import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.retention.PlanPublisher.PublishedPlan;

/** Adds to a policy's ready state what mode Approved waits for, and why a plan is not stored. */
final class ApprovalReadiness {
  private ApprovalReadiness() {}

  /**
   * The ready state with the approval; failed calls and retirements in progress come first.
   *
   * @param policyName for the name of the plan's ConfigMap
   */
  static ReadyState of(
      ReadyState readyState, String policyName, Approval approval, PublishedPlan plan) {
    if (!(readyState instanceof ReadyState.Ready ready)) {
      return readyState;
    }
    String notStored = plan.problem().map(" The plan is not stored: %s."::formatted).orElse("");
    return switch (approval) {
      case Approval.NotRequired notRequired -> withMessage(ready, ready.message() + notStored);
      case Approval.Required required when plan.problem().isPresent() ->
          new ReadyState.Blocked(
              Reason.AwaitingApproval,
              "No plan can be approved: %s.".formatted(plan.problem().get()),
              Requeue.STALLED);
      case Approval.Required required when plan.hash().isEmpty() -> ready;
      case Approval.Required required ->
          required(
              ready,
              required,
              toApprove(policyName, plan),
              plan.approved().orElse(0),
              plan.images());
    };
  }

  private static ReadyState required(
      ReadyState.Ready ready, Approval.Required approval, String toApprove, int approved, int of) {
    return switch (approval) {
      case Approval.Valid valid when approved == of ->
          withMessage(
              ready,
              "%s All of them are approved until %s.".formatted(ready.message(), valid.until()));
      case Approval.Valid valid ->
          awaiting(
              ready,
              "%d of them are approved until %s, the others wait. To approve all, %s"
                  .formatted(approved, valid.until(), toApprove));
      case Approval.NotGiven notGiven ->
          awaiting(ready, "They wait for approval. To approve them, " + toApprove);
      case Approval.Unrecorded unrecorded ->
          new ReadyState.Reconciling(
              Reason.Progressing,
              "Recording the approval of %s in the status.".formatted(unrecorded.hash()),
              Requeue.NEXT_STEP);
      case Approval.PlanUnreadable(var hash, var message) ->
          new ReadyState.Blocked(
              Reason.AwaitingApproval,
              "The approved plan \"%s\" cannot be read: %s.".formatted(hash, message),
              Requeue.STALLED);
      case Approval.Expired expired -> expired(expired, toApprove, of);
      case Approval.PlanNotFound notFound -> notFound(notFound, toApprove, of);
      case Approval.PlanAltered altered -> altered(altered, toApprove, of);
    };
  }

  private static ReadyState awaiting(ReadyState.Ready ready, String message) {
    return new ReadyState.Ready(
        Reason.AwaitingApproval, "%s %s".formatted(ready.message(), message));
  }

  private static ReadyState expired(Approval.Expired approval, String toApprove, int waiting) {
    return new ReadyState.Stalled(
        Reason.ApprovalExpired,
        ("The approval of plan \"%s\" expired on %s, and %d images wait. Remove"
                + " spec.approvedPlan; then, to approve what is left, %s")
            .formatted(approval.hash(), approval.at(), waiting, toApprove));
  }

  private static ReadyState notFound(
      Approval.PlanNotFound approval, String toApprove, int waiting) {
    return new ReadyState.Stalled(
        Reason.PlanNotFound,
        ("spec.approvedPlan is \"%s\", and no such plan of this policy is stored, so %d images"
                + " wait. To approve them, %s")
            .formatted(approval.hash(), waiting, toApprove));
  }

  private static ReadyState altered(Approval.PlanAltered approval, String toApprove, int waiting) {
    return new ReadyState.Stalled(
        Reason.PlanAltered,
        ("ConfigMap %s was altered: its lines do not have the hash \"%s\" of spec.approvedPlan, so"
                + " %d images wait. Delete the ConfigMap; then, to approve them, %s")
            .formatted(approval.configMap(), approval.hash(), waiting, toApprove));
  }

  private static String toApprove(String policyName, PublishedPlan plan) {
    String hash = plan.hash().orElseThrow();
    return "set spec.approvedPlan to %s, after a look at ConfigMap %s."
        .formatted(hash, ApprovablePlan.configMapName(policyName, hash));
  }

  private static ReadyState withMessage(ReadyState.Ready ready, String message) {
    return new ReadyState.Ready(ready.reason(), message);
  }
}
