package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.retention.Finding.Group;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a policy stands, in its order of urgency: what failed, what is under way, what is planned.
 */
final class Verdicts {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_CONFIRMING = Duration.ofSeconds(3);

  /** How many of the things under way are named. */
  private static final int NAMED = 10;

  private Verdicts() {}

  static ReadyState of(
      Rules rules, Survey.Findings findings, Agenda agenda, List<Ec2CallException> failures) {
    Optional<ReadyState> unseen = failures.isEmpty() ? unseen(findings.unseen()) : Optional.empty();
    return unseen
        .or(() -> underWay(agenda, failures))
        .orElseGet(() -> planned(rules, findings.decisions(), agenda));
  }

  /** How it stands with what has been begun; empty: nothing has. */
  static Optional<ReadyState> underWay(Agenda agenda, List<Ec2CallException> failures) {
    if (!failures.isEmpty()) {
      return Optional.of(failed(failures.getFirst()));
    }
    if (agenda.waiting().isEmpty()) {
      return Optional.empty();
    }
    int more = agenda.waiting().size() - NAMED;
    String words = String.join(" ", agenda.waiting().stream().limit(NAMED).toList());
    return Optional.of(
        new ReadyState.Reconciling(
            Reason.Retiring,
            more > 0 ? words + " And %d more.".formatted(more) : words,
            agenda.confirming() ? WHILE_CONFIRMING : SOON));
  }

  /** What vanished or is still held by EC2 is looked at again: that is the way of things. */
  private static ReadyState failed(Ec2CallException failure) {
    return switch (failure.errorClass()) {
      case NOT_FOUND, IN_USE, WRONG_STATE ->
          new ReadyState.Reconciling(
              Reason.Retiring,
              "%s: %s (%s)".formatted(failure.action(), failure.getMessage(), failure.code()),
              WHILE_CONFIRMING);
      case ALREADY_EXISTS, PROTECTED, THROTTLED, QUOTA, DENIED, INVALID, UNSUPPORTED, TRANSIENT ->
          ErrorReasons.readyState(failure);
    };
  }

  /** A place that cannot be looked at is left out of the plan, and said to be. */
  private static Optional<ReadyState> unseen(Map<AccountRegion, Ec2CallException> unseen) {
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
                    entry.getValue().errorClass().retryDelay()));
  }

  private static ReadyState planned(Rules rules, List<Decision> decisions, Agenda agenda) {
    String words =
        "%d images selected: %d to retire, %d blocked."
            .formatted(
                decisions.size(),
                PlanSummary.count(decisions, Group.RETIRE),
                PlanSummary.count(decisions, Group.BLOCKED));
    if (!rules.enforce()) {
      words += " Nothing is done about it in mode Plan.";
    }
    if (!agenda.ledger().isEmpty()) {
      words +=
          rules.enforce()
              ? " Snapshots that other images use wait in status.retiring."
              : " What stands in status.retiring waits for mode Enforce.";
    }
    return new ReadyState.Ready(Reason.Planned, words);
  }
}
