package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
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

  @Test
  void refusesRegionThatAccountDoesNotList() {
    AccountAccess access = new AccountAccess();
    access.verified("default", "111122223333");
    AwsAccount account = account(READY);
    account.setSpec(Manifests.read("{regions: [us-east-1]}", AwsAccountSpec.class));

    AccountAccess.Access refused = accessFor(access, account);

    assertThat(((AccountAccess.Access.Unavailable) refused).readyState().message())
        .contains("AwsAccount default does not list the region eu-west-1 in spec.regions");
    assertThat(access.accessFor("default", Optional.of(account), "eu-west-1", "111122223333"))
        .as("an object that exists already")
        .isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** With other credentials, the object's image would be looked for in another account. */
  @Test
  void refusesAccountOtherThanThatOfObject() {
    AccountAccess access = new AccountAccess();
    access.verified("default", "444455556666");

    AccountAccess.Access refused =
        access.accessFor("default", Optional.of(account(READY)), "eu-west-1", "111122223333");

    ReadyState readyState = ((AccountAccess.Access.Unavailable) refused).readyState();
    assertThat(readyState).isInstanceOf(ReadyState.Blocked.class);
    assertThat(readyState.message())
        .contains("created in account 111122223333", "AwsAccount default", "444455556666 now");
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
