package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.AccountCredentials;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountIdentityTest {
  private final AccountAccess access = new AccountAccess();

  /** Its objects would otherwise look for their images in another account, and not find them. */
  @Test
  void revokesAccessWhenCredentialsChangeAccount() {
    AwsAccount account = pinnedTo("111122223333");
    access.verified(account, "111122223333");
    OperatorCredentials credentials = new OperatorCredentials("444455556666");

    AccountIdentity.Verified verified =
        new AccountIdentity(credentials, access, new ClusterId("c1")).verify(account);

    assertThat(verified.accountId()).contains("111122223333");
    assertThat(verified.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(verified.readyState().reason()).isEqualTo(Reason.AccountNotReady);
    assertThat(verified.readyState().message())
        .contains("pinned to 111122223333", "444455556666 now", "another AwsAccount");
    assertThat(credentials.removed).containsExactly("default");
    assertThat(
            access.accessFor(
                "default",
                Optional.of(account),
                AccessRequest.of("eu-west-1", Optional.empty(), false)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
  }

  /** The role's ARN names the account; nothing is pinned yet. */
  @Test
  void refusesRoleWhoseCredentialsBelongToOtherAccount() {
    AwsAccount account = pinnedTo(null);
    account.setSpec(
        Manifests.read(
            "{namespaces: {all: true}, roleArn: 'arn:aws:iam::111122223333:role/images'}",
            AwsAccountSpec.class));
    OperatorCredentials credentials = new OperatorCredentials("444455556666");

    AccountIdentity.Verified verified =
        new AccountIdentity(credentials, access, new ClusterId("c1")).verify(account);

    assertThat(verified.accountId()).isEmpty();
    assertThat(verified.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(verified.readyState().message()).contains("111122223333", "444455556666 now");
    assertThat(credentials.removed).containsExactly("default");
    assertThat(
            access.accessFor(
                "default",
                Optional.of(account),
                AccessRequest.of("eu-west-1", Optional.empty(), false)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
  }

  /** Another AwsAccount of the name may have other credentials already. */
  @Test
  void grantsNoAccessWithOtherCredentialsThanIdentified() {
    AwsAccount account = pinnedTo("111122223333");
    OperatorCredentials credentials = new OperatorCredentials("111122223333");
    credentials.changed = true;

    AccountIdentity.Verified verified =
        new AccountIdentity(credentials, access, new ClusterId("c1")).verify(account);

    assertThat(verified.readyState()).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(
            access.accessFor(
                "default",
                Optional.of(account),
                AccessRequest.of("eu-west-1", Optional.empty(), false)))
        .isInstanceOf(AccountAccess.Access.Unavailable.class);
  }

  private static AwsAccount pinnedTo(String accountId) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("default").build());
    account.setStatus(new AwsAccountStatus(1L, accountId, null, null, List.of()));
    return account;
  }

  /** The operator's own credentials, as STS identifies them. */
  private static final class OperatorCredentials implements AccountCredentials {
    private final String accountId;
    private final List<String> removed = new ArrayList<>();
    private boolean changed;

    OperatorCredentials(String accountId) {
      this.accountId = accountId;
    }

    @Override
    public void use(String account, Optional<AssumedRole> role) {}

    @Override
    public CallerIdentity identify(String account) {
      return new CallerIdentity(accountId, "arn:aws:iam::%s:user/operator".formatted(accountId));
    }

    @Override
    public boolean confirm(String account, CallerIdentity identity) {
      return !changed;
    }

    @Override
    public void remove(String account) {
      removed.add(account);
    }

    @Override
    public String stsRegion() {
      return "eu-west-1";
    }

    @Override
    public String partitionOf(String region) {
      return "aws";
    }
  }
}
