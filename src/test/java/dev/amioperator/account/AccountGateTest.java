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

/** Who is let into an account before and after STS was asked. */
class AccountGateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ReadyState READY = new ReadyState.Ready(Reason.AccountReachable, "ok");
  private static final ReadyState DENIED = new ReadyState.Stalled(Reason.Denied, "no credentials");

  @Test
  void whatAnotherProcessFoundWellIsAskedForAgainWithoutMakingObjectsUnready() {
    assertThat(verdict(account(READY)).reason()).isEqualTo(Reason.Observing);
    assertThat(verdict(new AwsAccount()).reason()).isEqualTo(Reason.Observing);
  }

  @Test
  void anAccountThatCannotBeUsedHoldsObjectsUp() {
    assertThat(verdict(account(DENIED))).isInstanceOf(ReadyState.Blocked.class);
    assertThat(verdict(account(DENIED)).reason()).isEqualTo(Reason.AccountNotReady);
  }

  @Test
  void nobodyIsLetInOnTheWordOfAStatus() {
    AccountAccess gate = new AccountAccess();
    assertThat(enter(gate, account(READY))).isInstanceOf(AccountAccess.Access.Unavailable.class);

    gate.verified("default", "111122223333");
    assertThat(enter(gate, account(READY))).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** It waits for its objects to go, and would wait for ever for those that keep coming. */
  @Test
  void anAccountThatIsBeingDeletedTakesNoNewObjectsAndLetsTheOthersCleanUp() {
    AccountAccess gate = new AccountAccess();
    gate.verified("default", "111122223333");
    AwsAccount going = account(READY);
    going.getMetadata().setDeletionTimestamp(NOW.toString());

    assertThat(enter(gate, going)).isInstanceOf(AccountAccess.Access.Unavailable.class);
    assertThat(gate.accessFor("default", Optional.of(going), "eu-west-1", "111122223333"))
        .isInstanceOf(AccountAccess.Access.Granted.class);
  }

  private static ReadyState verdict(AwsAccount account) {
    return ((AccountAccess.Access.Unavailable) enter(new AccountAccess(), account)).readyState();
  }

  private static AccountAccess.Access enter(AccountAccess gate, AwsAccount account) {
    return gate.accessFor("default", Optional.of(account), "eu-west-1", null);
  }

  private static AwsAccount account(ReadyState readyState) {
    AwsAccount account = new AwsAccount();
    account.setStatus(
        new AwsAccountStatus(1L, "111122223333", Conditions.of(readyState, 1, null, NOW)));
    return account;
  }
}
