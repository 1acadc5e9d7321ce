package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.ConsumerAccount;
import dev.amioperator.observer.ConsumerAccount.Readable;
import dev.amioperator.observer.ConsumerAccount.Unreadable;
import dev.amioperator.testing.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountConsumersTest {
  private static final String BUILD = "123456789012";
  private static final String PROD = "444455556666";
  private static final AccountRegion HERE = new AccountRegion("build", BUILD, "eu-west-1");

  private final AccountAccess access = new AccountAccess();
  private final AccountConsumers consumers = new AccountConsumers(access);

  @Test
  void readsVerifiedConsumers() {
    verified(account("build", "prod"), BUILD);
    verified(account("prod"), PROD);
    assertThat(consumers.of(HERE))
        .containsExactly(new Readable(new AccountRegion("prod", PROD, "eu-west-1")));
    assertThat(consumers.of(new AccountRegion("prod", PROD, "eu-west-1"))).isEmpty();
  }

  /** An AmiImage may use the account by another name than the AwsAccount that lists consumers. */
  @Test
  void countsConsumersOfEveryAwsAccountOfAnAccountId() {
    verified(account("build"), BUILD);
    verified(account("build-too", "prod", "test"), BUILD);
    verified(account("build-again", "prod"), BUILD);
    verified(account("prod"), PROD);
    verified(account("test"), "777788889999");
    assertThat(consumers.of(HERE))
        .extracting(consumer -> ((Readable) consumer).accountRegion().account())
        .containsExactly("prod", "test");
  }

  @Test
  void asksForUsageReportsWhereAnyAwsAccountOfAnAccountIdDoes() {
    verified(account("build"), BUILD);
    assertThat(consumers.usageReports(HERE)).isFalse();
    AwsAccount reporting = account("build-too");
    reporting.setSpec(
        AwsAccountSpecBuilder.builder(reporting.getSpec()).usageReports(true).build());
    verified(reporting, BUILD);
    assertThat(consumers.usageReports(HERE)).isTrue();
    assertThat(consumers.usageReports(new AccountRegion("prod", PROD, "eu-west-1"))).isFalse();

    consumers.forget("build-too");
    assertThat(consumers.usageReports(HERE)).isFalse();
  }

  @Test
  void leavesOutTheAccountItself() {
    verified(account("build", "build", "same"), BUILD);
    verified(account("same"), BUILD);
    assertThat(consumers.of(HERE)).isEmpty();
  }

  @Test
  void cannotReadMissingConsumer() {
    verified(account("build", "prod"), BUILD);
    assertThat(unreadable()).contains("AwsAccount prod", "does not exist", "spec.consumers");

    verified(account("prod"), PROD);
    consumers.forget("prod");
    access.unverified("prod");
    assertThat(unreadable()).contains("does not exist");
  }

  @Test
  void cannotReadUnverifiedConsumer() {
    verified(account("build", "prod"), BUILD);
    consumers.record(account("prod"));
    assertThat(unreadable()).contains("AwsAccount prod", "not ready");
  }

  @Test
  void cannotReadConsumerOutsideItsRegions() {
    verified(account("build", "prod"), BUILD);
    AwsAccount prod = account("prod");
    prod.setSpec(
        AwsAccountSpecBuilder.builder(prod.getSpec()).regions(List.of("us-east-1")).build());
    verified(prod, PROD);
    assertThat(unreadable()).contains("AwsAccount prod", "eu-west-1", "spec.regions");
  }

  private String unreadable() {
    List<ConsumerAccount> found = consumers.of(HERE);
    assertThat(found).hasSize(1);
    return ((Unreadable) found.getFirst()).why();
  }

  private void verified(AwsAccount account, String accountId) {
    consumers.record(account);
    access.verified(account, accountId);
  }

  private static AwsAccount account(String name, String... consumers) {
    AwsAccount account = Manifests.account(name);
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .consumers(consumers.length == 0 ? null : List.of(consumers))
            .build());
    return account;
  }
}
