package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Access of objects to an AwsAccount before and after its STS check. */
class AccountAccessTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ReadyState READY = new ReadyState.Ready(Reason.AccountReachable, "ok");
  private static final ReadyState DENIED = new ReadyState.Stalled(Reason.Denied, "no credentials");

  @Test
  void rechecksAccessWithoutMakingObjectsUnready() {
    assertThat(unavailableState(account(READY)).reason()).isEqualTo(Reason.Observing);
    assertThat(unavailableState(new AwsAccount()).reason()).isEqualTo(Reason.Observing);
  }

  @Test
  void blocksObjectsOfUnusableAccount() {
    assertThat(unavailableState(account(DENIED))).isInstanceOf(ReadyState.Blocked.class);
    assertThat(unavailableState(account(DENIED)).reason()).isEqualTo(Reason.AccountNotReady);
  }

  @Test
  void grantsNoAccessFromStatusAlone() {
    AccountAccess access = new AccountAccess();
    assertThat(accessFor(access, account(READY)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);

    access.verified("default", "111122223333");
    assertThat(accessFor(access, account(READY))).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** The account waits for its objects to be deleted; new objects would block it for ever. */
  @Test
  void admitsOnlyCleanupWhileAccountIsDeleted() {
    AccountAccess access = new AccountAccess();
    access.verified("default", "111122223333");
    AwsAccount going = account(READY);
    going.getMetadata().setDeletionTimestamp(NOW.toString());

    assertThat(accessFor(access, going)).isInstanceOf(AccountAccess.Access.Unavailable.class);
    assertThat(access.accessFor("default", Optional.of(going), "eu-west-1", "111122223333"))
        .isInstanceOf(AccountAccess.Access.Granted.class);
  }

  private static ReadyState unavailableState(AwsAccount account) {
    return ((AccountAccess.Access.Unavailable) accessFor(new AccountAccess(), account))
        .readyState();
  }

  private static AccountAccess.Access accessFor(AccountAccess access, AwsAccount account) {
    return access.accessFor("default", Optional.of(account), "eu-west-1", null);
  }

  private static AwsAccount account(ReadyState readyState) {
    AwsAccount account = new AwsAccount();
    account.setStatus(
        new AwsAccountStatus(1L, "111122223333", null, Conditions.of(readyState, 1, null, NOW)));
    return account;
  }
}
