package dev.amioperator.retention;

import static java.util.Comparator.comparing;

import dev.amioperator.account.RetirementReservations;
import dev.amioperator.account.RetirementReservations.Granted;
import dev.amioperator.api.v1alpha1.AwsAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Bounds the images that all policies of an AWS account retire together. */
@ApplicationScoped
class AccountLimit {
  private final RetirementReservations reservations;

  AccountLimit(RetirementReservations reservations) {
    this.reservations = reservations;
  }

  /**
   * The facts, with the decisions about due images that the limits of their accounts do not allow
   * changed to Limit. Allowed images are counted in the AwsAccount before this returns.
   *
   * @param accountsOf all AwsAccounts of an AWS account
   */
  GatheredFacts apply(
      Facts known,
      GatheredFacts gathered,
      List<PolicyAccess.Account> evaluated,
      Function<String, List<AwsAccount>> accountsOf) {
    GatheredFacts limited = gathered;
    for (PolicyAccess.Account account : evaluated) {
      limited = apply(known, limited, account.accountId(), accountsOf.apply(account.accountId()));
    }
    return limited;
  }

  private GatheredFacts apply(
      Facts known, GatheredFacts gathered, String accountId, List<AwsAccount> accounts) {
    if (!known.policy().enforce() || accounts.isEmpty()) {
      return gathered;
    }
    List<String> due = newlyDue(gathered.decisions(), accountId, known);
    Granted granted = reservations.reserve(accounts, due, known.now());
    return gathered.withDecisions(refused(gathered.decisions(), due, granted));
  }

  /** The account's images that are due and in no status.retiring yet, those due longest first. */
  private static List<String> newlyDue(List<Decision> decisions, String accountId, Facts known) {
    return decisions.stream()
        .filter(decision -> decision.is(RetentionReason.Due))
        .filter(decision -> decision.accountRegion().accountId().equals(accountId))
        .filter(decision -> !known.history().retiring().contains(decision.imageId()))
        .sorted(
            comparing((Decision decision) -> decision.unkeptSince().orElseThrow())
                .thenComparing(Decision::imageId))
        .map(Decision::imageId)
        .toList();
  }

  private static List<Decision> refused(
      List<Decision> decisions, List<String> due, Granted granted) {
    if (granted.imageIds().size() == due.size()) {
      return decisions;
    }
    Set<String> refused = new HashSet<>(due);
    granted.imageIds().forEach(refused::remove);
    String message =
        ("Retention period expired, but all policies together retire at most %d images of the"
                + " account in 24 hours (limits.retiredImages), counted by AwsAccount %s.")
            .formatted(granted.limit(), granted.account());
    return decisions.stream()
        .map(
            decision ->
                refused.contains(decision.imageId())
                    ? decision.withReason(RetentionReason.Limit, message)
                    : decision)
        .toList();
  }
}
