package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An account that a policy cannot use is shown, and holds up no other. */
class PolicyAccessTest {
  private static final String RETIRING =
      "{retiring: [{accountRef: prod, accountId: '444455556666', region: us-east-1, imageId: ami-1}]}";

  private final AccountAccess accountAccess = new AccountAccess();
  private final Map<String, AwsAccount> accounts = new HashMap<>();
  private final Map<String, ReadyState> refusals = new HashMap<>();

  @Test
  void evaluatesAccountsBesideOneThatIsMissing() {
    verified("build", "111122223333");

    PolicyAccess access = access("{}", "build", "prod");

    assertThat(access.evaluatedIds()).containsExactly(Map.entry("build", "111122223333"));
    assertThat(access.unavailable()).containsOnlyKeys("prod");
    assertThat(access.pending()).isEmpty();
    assertThat(access.accountRegions())
        .containsExactly(new AccountRegion("build", "111122223333", "eu-west-1"));
  }

  @Test
  void concludesNothingInAnotherAccountThanBefore() {
    verified("build", "111122223333");
    verified("prod", "999988887777");

    PolicyAccess access =
        access("{accounts: [{accountRef: prod, accountId: '444455556666'}]}", "build", "prod");

    assertThat(access.evaluatedIds()).containsOnlyKeys("build");
    assertThat(access.unavailable().get("prod").message())
        .isEqualTo(
            "Make the credentials of AwsAccount prod belong to account 444455556666 again, or remove"
                + " it from accountRefs and add it later. They belong to 999988887777 now.");
  }

  /** Its images would count twice, and so would its limits. */
  @Test
  void evaluatesAnAccountWithTwoNamesOnce() {
    verified("build", "111122223333");
    verified("twin", "111122223333");

    PolicyAccess access = access("{}", "build", "twin");

    assertThat(access.evaluatedIds()).containsOnlyKeys("build");
    assertThat(access.unavailable().get("twin").message())
        .isEqualTo(
            "Remove build or twin from accountRefs. Both AwsAccounts are the account 111122223333.");
  }

  @Test
  void finishesRetirementsInAccountThatLeftTheSpec() {
    verified("build", "111122223333");
    verified("prod", "444455556666");

    PolicyAccess access = access(RETIRING, "build");

    assertThat(access.evaluatedIds()).containsOnlyKeys("build");
    assertThat(access.finishing())
        .extracting(PolicyAccess.Account::regions)
        .containsExactly(java.util.Set.of(new AccountRegion("prod", "444455556666", "us-east-1")));
    assertThat(access.unavailable()).isEmpty();
  }

  @Test
  void finishesRetirementsInAccountThatItMayNoLongerUse() {
    verified("build", "111122223333");
    verified("prod", "444455556666");
    refusals.put(
        "prod",
        new ReadyState.Blocked(Reason.NotAllowed, "Not for this namespace.", Duration.ofHours(1)));

    assertThat(access(RETIRING, "build", "prod").finishing()).hasSize(1);
    assertThat(access("{}", "build", "prod"))
        .satisfies(
            access -> {
              assertThat(access.finishing()).isEmpty();
              assertThat(access.evaluatedIds()).containsOnlyKeys("build");
              assertThat(access.unavailable()).containsOnlyKeys("prod");
            });
  }

  @Test
  void waitsForTheFirstVerificationOfAnAccount() {
    verified("build", "111122223333");
    accounts.put("prod", Manifests.account("prod"));

    assertThat(access("{}", "build", "prod").pending()).isPresent();
  }

  @Test
  void showsEachAccountInTheStatus() {
    verified("build", "111122223333");
    PolicyAccess access = access("{}", "build", "prod");

    AmiRetentionPolicyStatus status =
        factory("{}", "build", "prod")
            .with(access)
            .withReadyState(access.firstUnavailable())
            .status();

    assertThat(status.accounts())
        .extracting(AmiRetentionPolicyStatus.PolicyAccount::accountRef)
        .containsExactly("build", "prod");
    assertThat(status.accounts().getFirst().accountId()).isEqualTo("111122223333");
    assertThat(status.accounts().getLast().message()).contains("AwsAccount prod does not exist");
  }

  private void verified(String name, String accountId) {
    AwsAccount account = Manifests.account(name);
    accounts.put(name, account);
    accountAccess.verified(account, accountId);
  }

  private PolicyAccess access(String status, String... names) {
    return PolicyAccess.of(
        accountAccess,
        new PolicyAccess.Accounts() {
          @Override
          public Optional<AwsAccount> find(String name) {
            return Optional.ofNullable(accounts.get(name));
          }

          @Override
          public Optional<ReadyState> refusal(AwsAccount account) {
            return Optional.ofNullable(refusals.get(account.getMetadata().getName()));
          }
        },
        List.of(names),
        List.of("eu-west-1"),
        factory(status, names));
  }

  private static AmiRetentionPolicyStatusFactory factory(String status, String... names) {
    AmiRetentionPolicy policy = new AmiRetentionPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withUid("uid").withGeneration(1L).build());
    policy.setSpec(
        Manifests.read(
            "{accountRefs: [%s]}".formatted(String.join(", ", names)),
            AmiRetentionPolicySpec.class));
    policy.setStatus(Manifests.read(status, AmiRetentionPolicyStatus.class));
    return new AmiRetentionPolicyStatusFactory(policy, NOW);
  }
}
