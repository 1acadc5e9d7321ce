package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which AwsAccounts an AmiCopy uses. */
class CopyAccessTest {
  private static final String SOURCE_ID = "123456789012";
  private static final DestinationKey SOURCE = new DestinationKey("default", "eu-west-1");
  private static final DestinationKey FIRST = new DestinationKey("prod-a", "us-east-1");
  private static final DestinationKey SECOND = new DestinationKey("prod-b", "us-east-1");
  private static final CopyGrant GRANT =
      CopyGrantBuilder.builder()
          .accountId(Manifests.FRIEND)
          .imageRef("web-42")
          .sourceAccount("former-name")
          .sourceAccountId(SOURCE_ID)
          .region("eu-west-1")
          .imageId("ami-1")
          .build();

  private final AccountAccess accountAccess = new AccountAccess();

  private AwsAccount verified(String name, String accountId) {
    AwsAccount account = account(name, accountId);
    accountAccess.verified(account, accountId);
    return account;
  }

  private static AwsAccount account(String name, String accountId) {
    AwsAccount account = Manifests.account(name);
    account.getMetadata().setUid("uid-of-" + name);
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .roleArn("arn:aws:iam::%s:role/images".formatted(accountId))
            .build());
    return account;
  }

  private CopyAccess access(
      Map<String, ReadyState> refusals, RecordedCopy recorded, AwsAccount... accounts) {
    Map<String, AwsAccount> byName =
        Stream.of(accounts)
            .collect(Collectors.toMap(a -> a.getMetadata().getName(), Function.identity()));
    return CopyAccess.of(
        new CopyAccess.Accounts(byName, refusals, accountAccess, false),
        SOURCE,
        List.of(FIRST, SECOND),
        recorded);
  }

  private static RecordedCopy recorded(CopyGrant... grants) {
    AmiCopy copy = Manifests.copyOfAmiImage("web-42", "web-42");
    copy.setStatus(AmiCopyStatusBuilder.builder().grants(List.of(grants)).build());
    return RecordedCopy.of(copy);
  }

  /** An AwsAccount may have been replaced by another of the same account. */
  @Test
  void revokesGrantsOfRenamedAccount() {
    CopyAccess access = access(Map.of(), recorded(GRANT), verified("default", SOURCE_ID));

    assertThat(access.ofGrant(GRANT))
        .isInstanceOfSatisfying(
            Access.Granted.class,
            granted -> {
              assertThat(granted.accountRegion().account()).isEqualTo("default");
              assertThat(granted.accountRegion().accountId()).isEqualTo(SOURCE_ID);
            });
  }

  /** Two grants may name an AwsAccount that was another account before. */
  @Test
  void revokesNoGrantInAnotherAccount() {
    CopyGrant other = CopyGrantBuilder.builder(GRANT).sourceAccountId("999988887777").build();
    AwsAccount replaced = verified("former-name", SOURCE_ID);
    CopyAccess access = access(Map.of(), recorded(other, GRANT), replaced);

    assertThat(access.ofGrant(GRANT)).isInstanceOf(Access.Granted.class);
    assertThat(access.ofGrant(other)).isInstanceOf(Access.Unavailable.class);
  }

  /** Two AwsAccounts may be one account: it would get each copy twice. */
  @Test
  void refusesSecondDestinationOfAccount() {
    CopyAccess access =
        access(
            Map.of(),
            recorded(),
            verified("prod-a", Manifests.FRIEND),
            verified("prod-b", Manifests.FRIEND));

    assertThat(access.of(FIRST)).isInstanceOf(Access.Granted.class);
    assertThat(access.of(SECOND))
        .isInstanceOfSatisfying(
            Access.Unavailable.class,
            refused -> {
              assertThat(refused.readyState().reason()).isEqualTo(Reason.DuplicateDestination);
              assertThat(refused.readyState().message())
                  .contains("prod-a/us-east-1", "prod-b/us-east-1", Manifests.FRIEND);
            });
  }

  /** The second destination may name another KMS key. */
  @Test
  void awaitsVerificationOfAccountThatTakesPrecedence() {
    CopyAccess access =
        access(
            Map.of(),
            recorded(),
            account("prod-a", Manifests.FRIEND),
            verified("prod-b", Manifests.FRIEND));

    assertThat(access.of(SECOND))
        .isInstanceOfSatisfying(
            Access.Unavailable.class,
            refused -> {
              assertThat(refused.readyState().reason()).isEqualTo(Reason.AccountNotReady);
              assertThat(refused.readyState().message())
                  .contains("prod-a/us-east-1", "prod-b/us-east-1", "not verified");
            });
  }

  @Test
  void doesNotAwaitAccountThatIsRefusedOrAnother() {
    ReadyState refusal = new ReadyState.Stalled(Reason.NotAllowed, "refused");
    CopyAccess refused =
        access(
            Map.of("prod-a", refusal),
            recorded(),
            account("prod-a", Manifests.FRIEND),
            verified("prod-b", Manifests.FRIEND));
    CopyAccess other =
        access(
            Map.of(),
            recorded(),
            account("prod-a", SOURCE_ID),
            verified("prod-b", Manifests.FRIEND));

    assertThat(refused.of(SECOND)).isInstanceOf(Access.Granted.class);
    assertThat(other.of(SECOND)).isInstanceOf(Access.Granted.class);
  }

  @Test
  void tellsNoIdOfRefusedSourceAccount() {
    ReadyState refusal = new ReadyState.Stalled(Reason.NotAllowed, "refused");
    AwsAccount source = verified("default", SOURCE_ID);

    assertThat(access(Map.of("default", refusal), recorded(), source).sourceAccountId()).isEmpty();
    assertThat(access(Map.of(), recorded(), source).sourceAccountId()).contains(SOURCE_ID);
  }
}
