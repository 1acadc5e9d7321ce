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
    AccountGate gate = new AccountGate();
    assertThat(enter(gate, account(READY))).isInstanceOf(AccountGate.Entry.Closed.class);

    gate.verified("default", "111122223333");
    assertThat(enter(gate, account(READY))).isInstanceOf(AccountGate.Entry.Open.class);
  }

  /** It waits for its objects to go, and would wait for ever for those that keep coming. */
  @Test
  void anAccountThatIsBeingDeletedTakesNoNewObjectsAndLetsTheOthersCleanUp() {
    AccountGate gate = new AccountGate();
    gate.verified("default", "111122223333");
    AwsAccount going = account(READY);
    going.getMetadata().setDeletionTimestamp(NOW.toString());

    assertThat(enter(gate, going)).isInstanceOf(AccountGate.Entry.Closed.class);
    assertThat(gate.enter("default", Optional.of(going), "eu-west-1", "111122223333"))
        .isInstanceOf(AccountGate.Entry.Open.class);
  }

  private static ReadyState verdict(AwsAccount account) {
    return ((AccountGate.Entry.Closed) enter(new AccountGate(), account)).verdict();
  }

  private static AccountGate.Entry enter(AccountGate gate, AwsAccount account) {
    return gate.enter("default", Optional.of(account), "eu-west-1", null);
  }

  private static AwsAccount account(ReadyState readyState) {
    AwsAccount account = new AwsAccount();
    account.setStatus(
        new AwsAccountStatus(1L, "111122223333", Conditions.of(readyState, 1, null, NOW)));
    return account;
  }
}
