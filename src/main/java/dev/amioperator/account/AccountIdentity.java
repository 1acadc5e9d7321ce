package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.AccountCredentials;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Assumes the role of an AwsAccount, and verifies the account id of its credentials with STS. */
@ApplicationScoped
class AccountIdentity {
  /** As when the AwsAccount is deleted, and another of its name has another role. */
  private static final ReadyState CREDENTIALS_CHANGED =
      new ReadyState.Reconciling(
          Reason.Observing,
          "The credentials changed while STS identified them; they are identified again.",
          Requeue.NEXT_STEP);

  private final AccountCredentials credentials;
  private final AccountAccess accountAccess;
  private final ClusterId cluster;

  AccountIdentity(AccountCredentials credentials, AccountAccess accountAccess, ClusterId cluster) {
    this.credentials = credentials;
    this.accountAccess = accountAccess;
    this.cluster = cluster;
  }

  /**
   * Result of a verification with STS.
   *
   * @param accountId the pinned account id, or else the id that STS returned; empty for neither
   * @param principal the user or role that STS returned, now or before
   */
  record Verified(Optional<String> accountId, Optional<String> principal, ReadyState readyState) {}

  /**
   * Grants access if STS returns the pinned account id, or if none is pinned. Access is revoked if
   * the credentials are refused or belong to another account, and kept while STS does not respond.
   */
  Verified verify(AwsAccount account) {
    Verified result = check(account);
    if (!(result.readyState() instanceof ReadyState.Ready)) {
      accountAccess.notVerified(account, result.readyState().message());
    }
    return result;
  }

  private Verified check(AwsAccount account) {
    String name = account.getMetadata().getName();
    Optional<AwsAccountStatus> status = Optional.ofNullable(account.getStatus());
    Optional<String> pinned = status.map(AwsAccountStatus::accountId);
    Optional<AssumedRole> role = AccountRole.of(account, cluster);
    Optional<ReadyState> refusal =
        role.flatMap(
            r ->
                AccountRole.refusal(
                    account, r, pinned, credentials.stsRegion(), credentials::partitionOf));
    if (refusal.isPresent()) {
      forget(name);
      return new Verified(pinned, Optional.empty(), refusal.get());
    }
    try {
      credentials.use(name, role);
      return verified(account, pinned, role, credentials.identify(name));
    } catch (Ec2CallException failure) {
      if (failure.errorClass().terminal()) {
        accountAccess.unverified(name);
      }
      ReadyState readyState =
          role.map(r -> AssumeRoleRefusal.readyState(r, failure))
              .orElseGet(() -> ErrorReasons.readyState(failure));
      return new Verified(pinned, status.map(AwsAccountStatus::principal), readyState);
    }
  }

  private Verified verified(
      AwsAccount account,
      Optional<String> pinned,
      Optional<AssumedRole> role,
      CallerIdentity actual) {
    String name = account.getMetadata().getName();
    String expected = pinned.or(() -> role.map(AssumedRole::accountId)).orElse(actual.accountId());
    if (!expected.equals(actual.accountId())) {
      forget(name);
      return new Verified(
          pinned, Optional.of(actual.principal()), accountMismatch(expected, actual.accountId()));
    }
    if (!credentials.confirm(name, actual)) {
      return new Verified(pinned, Optional.empty(), CREDENTIALS_CHANGED);
    }
    accountAccess.verified(account, expected);
    return new Verified(
        Optional.of(expected),
        Optional.of(actual.principal()),
        new ReadyState.Ready(
            Reason.AccountReachable, "The credentials belong to account %s.".formatted(expected)));
  }

  /**
   * The result for an AwsAccount that cannot be verified now, as the API server or the operator
   * failed. Access that was granted before remains.
   */
  Verified failed(AwsAccount account, RuntimeException failure) {
    Optional<AwsAccountStatus> status = Optional.ofNullable(account.getStatus());
    ReadyState readyState =
        new ReadyState.Blocked(
            Reason.AccountNotReady,
            "This AwsAccount cannot be verified now: %s. It is retried."
                .formatted(ErrorReasons.clause(failure)),
            Requeue.ACCOUNT_UNAVAILABLE);
    accountAccess.notVerified(account, readyState.message());
    return new Verified(
        status.map(AwsAccountStatus::accountId),
        status.map(AwsAccountStatus::principal),
        readyState);
  }

  /** Revokes access and ends all EC2 calls of an AwsAccount. */
  void forget(String name) {
    accountAccess.unverified(name);
    credentials.remove(name);
  }

  /**
   * Revokes access because this installation must not use an AwsAccount.
   *
   * @param reason for the objects that use it
   */
  void refuse(AwsAccount account, String reason) {
    forget(account.getMetadata().getName());
    accountAccess.notVerified(account, reason);
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
