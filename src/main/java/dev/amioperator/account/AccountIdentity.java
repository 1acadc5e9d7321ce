package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asks STS whose the credentials of an AwsAccount are, and pins the answer. */
@ApplicationScoped
class AccountIdentity {
  private final CallerIdentity callerIdentity;
  private final AccountAccess accountAccess;

  AccountIdentity(CallerIdentity callerIdentity, AccountAccess accountAccess) {
    this.callerIdentity = callerIdentity;
    this.accountAccess = accountAccess;
  }

  /**
   * What STS answered.
   *
   * @param accountId the pinned account id, or the one that STS told just now; empty for neither
   */
  record Verified(Optional<String> accountId, ReadyState readyState) {}

  /** Grants access to the account if STS answers with the pinned id, or with the first one. */
  Verified verify(AwsAccount account) {
    String name = account.getMetadata().getName();
    Optional<String> pinned =
        Optional.ofNullable(account.getStatus()).map(AwsAccountStatus::accountId);
    try {
      String actual = callerIdentity.accountId(name);
      if (pinned.isPresent() && !pinned.get().equals(actual)) {
        accountAccess.unverified(name);
        return new Verified(pinned, accountMismatch(pinned.get(), actual));
      }
      accountAccess.verified(name, actual);
      return new Verified(
          Optional.of(actual),
          new ReadyState.Ready(
              Reason.AccountReachable, "The credentials are those of %s.".formatted(actual)));
    } catch (Ec2CallException failure) {
      return new Verified(pinned, ErrorReasons.readyState(failure));
    }
  }

  private static ReadyState accountMismatch(String pinned, String actual) {
    return new ReadyState.Stalled(
        Reason.AccountNotReady,
        ("This AwsAccount is pinned to %s, but the credentials are those of %s now. Nothing is"
                + " done until they are those of %s again; for another account make another"
                + " AwsAccount.")
            .formatted(pinned, actual, pinned));
  }
}
