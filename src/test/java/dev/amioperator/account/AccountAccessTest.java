package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Access of objects to an AwsAccount before and after its STS check. */
class AccountAccessTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Optional<String> PINNED = Optional.of("111122223333");
  private static final ReadyState READY = new ReadyState.Ready(Reason.AccountReachable, "ok");
  private static final ReadyState DENIED = new ReadyState.Stalled(Reason.Denied, "no credentials");

  @Test
  void rechecksAccessWithoutMakingObjectsUnready() {
    assertThat(unavailableState(account(READY)).reason()).isEqualTo(Reason.Observing);
    assertThat(unavailableState(withoutStatus()).reason()).isEqualTo(Reason.Observing);
  }

  @Test
  void blocksObjectsOfUnusableAccount() {
    assertThat(unavailableState(account(DENIED))).isInstanceOf(ReadyState.Blocked.class);
    assertThat(unavailableState(account(DENIED)).reason()).isEqualTo(Reason.AccountNotReady);
  }

  /** The account is ready for another installation: only this one lacks credentials. */
  @Test
  void explainsFailureThatOnlyThisInstallationHas() {
    AccountAccess access = new AccountAccess();
    access.notVerified(account(READY), "Another installation uses this cluster id.");

    AccountAccess.Access refused = accessFor(access, account(READY));

    assertThat(((AccountAccess.Access.Unavailable) refused).readyState().message())
        .contains("this operator's installation", "AwsAccount default", "uses this cluster id.");
  }

  @Test
  void grantsNoAccessFromStatusAlone() {
    AccountAccess access = new AccountAccess();
    assertThat(accessFor(access, account(READY)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);

    access.verified(account(READY), "111122223333");
    assertThat(accessFor(access, account(READY))).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** The account waits for its objects to be deleted; new objects would block it for ever. */
  @Test
  void admitsOnlyCleanupWhileAccountIsDeleted() {
    AccountAccess access = new AccountAccess();
    access.verified(account(READY), "111122223333");
    AwsAccount going = account(READY);
    going.getMetadata().setDeletionTimestamp(NOW.toString());

    assertThat(accessFor(access, going)).isInstanceOf(AccountAccess.Access.Unavailable.class);
    assertThat(accessOfExisting(access, going)).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  @Test
  void refusesRegionThatAccountDoesNotList() {
    AccountAccess access = new AccountAccess();
    access.verified(account(READY), "111122223333");
    AwsAccount account = account(READY);
    account.setSpec(Manifests.read("{regions: [us-east-1]}", AwsAccountSpec.class));

    AccountAccess.Access refused = accessFor(access, account);

    assertThat(((AccountAccess.Access.Unavailable) refused).readyState().message())
        .contains("AwsAccount default does not list the region eu-west-1 in spec.regions");
    assertThat(accessOfExisting(access, account))
        .as("an object that exists already")
        .isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** With other credentials, the object's image would be looked for in another account. */
  @Test
  void refusesAccountOtherThanThatOfObject() {
    AccountAccess access = new AccountAccess();
    access.verified(account(READY), "444455556666");

    AccountAccess.Access refused = accessOfExisting(access, account(READY));

    ReadyState readyState = ((AccountAccess.Access.Unavailable) refused).readyState();
    assertThat(readyState).isInstanceOf(ReadyState.Blocked.class);
    assertThat(readyState.message())
        .contains("created in account 111122223333", "AwsAccount default", "444455556666 now");
  }

  /** An object that was never allowed to create an image had its account pinned all the same. */
  @Test
  void refusesUnlistedRegionToPinnedObjectWithoutResources() {
    AccountAccess access = new AccountAccess();
    AwsAccount account = withRegion("us-east-1");
    access.verified(account, "111122223333");

    assertThat(
            access.accessFor(
                "default", Optional.of(account), AccessRequest.of("eu-west-1", PINNED, false)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
    assertThat(accessOfExisting(access, account)).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  /** A namespace without permission cannot have regions searched for garbage. */
  @Test
  void deletionWithoutResourcesAddsNoRegionInUse() {
    AccountAccess access = new AccountAccess();
    AwsAccount account = account(READY);
    access.verified(account, "111122223333");

    assertThat(
            access.accessFor(
                "default",
                Optional.of(account),
                AccessRequest.ofDeleted("ap-south-1", Optional.empty(), false)))
        .isInstanceOf(AccountAccess.Access.Granted.class);
    assertThat(access.regionsInUse("default")).isEmpty();

    access.accessFor(
        "default", Optional.of(account), AccessRequest.ofDeleted("eu-west-2", PINNED, true));
    accessFor(access, account);
    assertThat(access.regionsInUse("default")).containsExactlyInAnyOrder("eu-west-2", "eu-west-1");
  }

  /** It was deleted while the operator did not run, and may name another role. */
  @Test
  void verifiesRecreatedAccountAgain() {
    AccountAccess access = new AccountAccess();
    access.verified(account(READY), "111122223333");
    AwsAccount recreated = withoutStatus();
    recreated.getMetadata().setUid("uid-2");

    assertThat(((AccountAccess.Access.Unavailable) accessFor(access, recreated)).readyState())
        .extracting(ReadyState::reason)
        .isEqualTo(Reason.Observing);
    access.notVerified(recreated, "no credentials");
    recreated.setStatus(account(DENIED).getStatus());
    assertThat(((AccountAccess.Access.Unavailable) accessFor(access, recreated)).readyState())
        .isInstanceOf(ReadyState.Blocked.class);
    assertThat(accessFor(access, account(READY))).isInstanceOf(AccountAccess.Access.Granted.class);
  }

  private static AwsAccount withoutStatus() {
    AwsAccount account = account(READY);
    account.setStatus(null);
    return account;
  }

  private static AwsAccount withRegion(String region) {
    AwsAccount account = account(READY);
    account.setSpec(
        Manifests.read(
            "{namespaces: {all: true}, regions: [%s]}".formatted(region), AwsAccountSpec.class));
    return account;
  }

  private static ReadyState unavailableState(AwsAccount account) {
    return ((AccountAccess.Access.Unavailable) accessFor(new AccountAccess(), account))
        .readyState();
  }

  private static AccountAccess.Access accessFor(AccountAccess access, AwsAccount account) {
    return access.accessFor(
        "default", Optional.of(account), AccessRequest.of("eu-west-1", Optional.empty(), false));
  }

  /** Access of an object that has an image in the account with the id 111122223333. */
  private static AccountAccess.Access accessOfExisting(AccountAccess access, AwsAccount account) {
    return access.accessFor(
        "default", Optional.of(account), AccessRequest.of("eu-west-1", PINNED, true));
  }

  private static AwsAccount account(ReadyState readyState) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("default").withUid("uid-1").build());
    account.setStatus(
        new AwsAccountStatus(
            1L, "111122223333", null, null, Conditions.of(readyState, 1, null, NOW)));
    return account;
  }
}
