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

/**
 * How a policy stands, in its order of urgency: what failed, what is under way, what is planned.
 */
final class PolicyReadiness {

  /** How many of the things under way are named. */
  private static final int MAX_MESSAGES = 10;

  private PolicyReadiness() {}

  static ReadyState of(
      EffectivePolicy effectivePolicy,
      FactsGatherer.GatheredFacts gatheredFacts,
      RetirementPlan retirementPlan,
      List<Ec2CallException> failures) {
    Optional<ReadyState> unseen =
        failures.isEmpty() ? regionsNotListed(gatheredFacts.listFailures()) : Optional.empty();
    return unseen
        .or(() -> inProgress(retirementPlan, failures))
        .orElseGet(() -> planned(effectivePolicy, gatheredFacts.decisions(), retirementPlan));
  }

  /** How it stands with what has been begun; empty: nothing has. */
  static Optional<ReadyState> inProgress(
      RetirementPlan retirementPlan, List<Ec2CallException> failures) {
    if (!failures.isEmpty()) {
      return Optional.of(actionFailed(failures.getFirst()));
    }
    if (retirementPlan.inProgress().isEmpty()) {
      return Optional.empty();
    }
    int more = retirementPlan.inProgress().size() - MAX_MESSAGES;
    String words =
        String.join(" ", retirementPlan.inProgress().stream().limit(MAX_MESSAGES).toList());
    return Optional.of(
        new ReadyState.Reconciling(
            Reason.Retiring,
            more > 0 ? words + " And %d more.".formatted(more) : words,
            retirementPlan.onlyConfirming() ? Requeue.CONFIRMING_DELETION : Requeue.NEXT_STEP));
  }

  /** What vanished or is still held by EC2 is looked at again: that is the way of things. */
  private static ReadyState actionFailed(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case NOT_FOUND, IN_USE, WRONG_STATE ->
          new ReadyState.Reconciling(
              Reason.Retiring,
              "%s: %s (%s)".formatted(failure.action(), failure.getMessage(), failure.code()),
              Requeue.CONFIRMING_DELETION);
      case ALREADY_EXISTS, PROTECTED, THROTTLED, QUOTA, DENIED, INVALID, UNSUPPORTED, TRANSIENT ->
          ErrorReasons.readyState(failure);
    };
  }

  /** A place that cannot be looked at is left out of the plan, and said to be. */
  private static Optional<ReadyState> regionsNotListed(
      Map<AccountRegion, Ec2CallException> unseen) {
    return unseen.entrySet().stream()
        .min(Map.Entry.comparingByKey(comparing(AccountRegion::region)))
        .map(
            entry ->
                new ReadyState.Blocked(
                    ErrorReasons.readyState(entry.getValue()).reason(),
                    "The plan leaves out %s, where the images cannot be listed: %s"
                        .formatted(
                            entry.getKey().region(),
                            ErrorReasons.readyState(entry.getValue()).message()),
                    Requeue.after(entry.getValue().errorClass())));
  }

  private static ReadyState planned(
      EffectivePolicy effectivePolicy, List<Decision> decisions, RetirementPlan retirementPlan) {
    String words =
        "%d images selected: %d to retire, %d blocked."
            .formatted(
                decisions.size(),
                PlanSummary.count(decisions, Group.RETIRE),
                PlanSummary.count(decisions, Group.BLOCKED));
    if (!effectivePolicy.enforce()) {
      words += " Nothing is done about it in mode Plan.";
    }
    if (!retirementPlan.retiring().isEmpty()) {
      words +=
          effectivePolicy.enforce()
              ? " Snapshots that other images use wait in status.retiring."
              : " What stands in status.retiring waits for mode Enforce.";
    }
    return new ReadyState.Ready(Reason.Planned, words);
  }
}
