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

/** Verifies with STS the account id of an AwsAccount's credentials. */
@ApplicationScoped
class AccountIdentity {
  private final CallerIdentity callerIdentity;
  private final AccountAccess accountAccess;

  AccountIdentity(CallerIdentity callerIdentity, AccountAccess accountAccess) {
    this.callerIdentity = callerIdentity;
    this.accountAccess = accountAccess;
  }

  /**
   * Result of a verification with STS.
   *
   * @param accountId the pinned account id, or else the id that STS returned; empty for neither
   */
  record Verified(Optional<String> accountId, ReadyState readyState) {}

  /** Grants access if STS returns the pinned account id, or if none is pinned. */
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
              Reason.AccountReachable, "The credentials belong to account %s.".formatted(actual)));
    } catch (Ec2CallException failure) {
      return new Verified(pinned, ErrorReasons.readyState(failure));
    }
  }

  private static ReadyState accountMismatch(String pinned, String actual) {
    return new ReadyState.Stalled(
        Reason.AccountNotReady,
        ("This AwsAccount is pinned to %s, but the credentials belong to %s now. Nothing is done"
                + " until they belong to %s again; for another account, create another"
                + " AwsAccount.")
            .formatted(pinned, actual, pinned));
  }
}
