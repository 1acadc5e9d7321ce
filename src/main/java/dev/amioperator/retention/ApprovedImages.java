package dev.amioperator.retention;

import java.util.List;

/** Holds back images that mode Approved has no approval for. */
final class ApprovedImages {
  private ApprovedImages() {}

  /** The decisions, with those of due images that lack an approval changed to NotApproved. */
  static List<Decision> apply(List<Decision> decisions, Approval approval) {
    return switch (approval) {
      case Approval.NotRequired notRequired -> decisions;
      case Approval.Required required -> {
        String why = why(required);
        yield decisions.stream()
            .map(
                decision ->
                    isDue(decision) && !approval.covers(decision)
                        ? decision.withReason(
                            RetentionReason.NotApproved,
                            "%s It waits, because %s.".formatted(decision.message(), why))
                        : decision)
            .toList();
      }
    };
  }

  /** How many of the images that no rule keeps are approved. */
  static int count(List<Decision> decisions, Approval approval) {
    return (int)
        decisions.stream()
            .filter(decision -> decision.is(RetentionReason.Group.RETIRE))
            .filter(approval::covers)
            .count();
  }

  /** Whether a step is due; limits apply to approved images only. */
  private static boolean isDue(Decision decision) {
    return decision.is(RetentionReason.Group.RETIRE) && !decision.is(RetentionReason.Unkept);
  }

  private static String why(Approval.Required approval) {
    return switch (approval) {
      case Approval.Valid valid -> "the approved plan lacks it, or has other snapshots of it";
      case Approval.Expired expired -> "the approval expired on %s".formatted(expired.at());
      case Approval.NotGiven notGiven -> "no plan is approved";
      case Approval.Unrecorded unrecorded -> "the approval is being recorded";
      case Approval.PlanNotFound notFound -> "the approved plan is not known";
      case Approval.PlanAltered altered -> "the approved plan was altered";
      case Approval.PlanUnreadable unreadable -> "the approved plan cannot be read";
    };
  }
}
