package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRoleTest {
  private static final String ARN = "arn:aws:iam::111122223333:role/ops/images";
  private static final ClusterId CLUSTER = new ClusterId("prod-eu");

  private static AwsAccount account(String spec) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(new ObjectMetaBuilder().withName("prod").build());
    account.setSpec(Manifests.read("namespaces: {all: true}\n" + spec, AwsAccountSpec.class));
    return account;
  }

  private static Optional<ReadyState> refusal(String spec, String pinned, String stsRegion) {
    AwsAccount account = account(spec);
    return AccountRole.refusal(
        account,
        AccountRole.of(account, CLUSTER).orElseThrow(),
        Optional.ofNullable(pinned),
        stsRegion,
        region -> Partition.of(region).id());
  }

  @Test
  void defaultsNameClusterAndAccount() {
    assertThat(AccountRole.of(account("roleArn: " + ARN), CLUSTER))
        .contains(
            new AssumedRole(
                ARN,
                "prod-eu/prod",
                "ami-operator",
                Duration.ofHours(1),
                Map.of("amioperator.dev/cluster", "prod-eu")));
    assertThat(AccountRole.of(account("regions: [eu-west-1]"), CLUSTER)).isEmpty();
    assertThat(AccountRole.of(new AwsAccount(), CLUSTER)).isEmpty();
  }

  @Test
  void specWins() {
    AssumedRole role =
        AccountRole.of(
                account(
                    """
                    roleArn: %s
                    externalId: ours
                    sessionName: ami
                    sessionDuration: 15m
                    """
                        .formatted(ARN)),
                CLUSTER)
            .orElseThrow();

    assertThat(role.externalId()).isEqualTo("ours");
    assertThat(role.sessionName()).isEqualTo("ami");
    assertThat(role.duration()).isEqualTo(Duration.ofMinutes(15));
  }

  /** STS's pattern of ExternalId: letters, digits and =,.@:/-_+ (API reference, AssumeRole). */
  @Test
  void defaultExternalIdFitsSts() {
    String uid = "5c5b5f3e-4f0e-4b54-9d5f-6b0a1c2d3e4f";
    AssumedRole role = AccountRole.of(account("roleArn: " + ARN), new ClusterId(uid)).orElseThrow();

    assertThat(role.externalId()).matches("[\\w+=,.@:/-]{2,1224}");
    assertThat(role.sessionTags().keySet()).allMatch(key -> key.matches("[\\w .:/=+@-]{1,128}"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:iam::111122223333:role/images, eu-west-1",
    "arn:aws:iam::111122223333:role/images, cn-north-1",
    "arn:aws-us-gov:iam::111122223333:role/images, us-east-1",
  })
  void refusesRoleOfOtherPartition(String arn, String stsRegion) {
    assertThat(refusal("roleArn: " + arn, null, stsRegion))
        .get()
        .isInstanceOf(ReadyState.Stalled.class)
        .extracting(ReadyState::message)
        .asString()
        .contains(arn.split(":")[1], "AWS_REGION is " + stsRegion);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:iam::111122223333:role/images, cn-northwest-1",
    "arn:aws-us-gov:iam::111122223333:role/images, us-gov-west-1",
    "arn:aws:iam::111122223333:role/images, eu-west-1",
  })
  void acceptsRoleOfSamePartition(String arn, String stsRegion) {
    assertThat(refusal("roleArn: " + arn, "111122223333", stsRegion)).isEmpty();
  }

  @Test
  void refusesRegionOfOtherPartition() {
    assertThat(
            refusal(
                "roleArn: %s\nregions: [eu-west-1, cn-north-1]".formatted(ARN), null, "eu-west-1"))
        .get()
        .extracting(ReadyState::message)
        .asString()
        .contains("spec.regions: cn-north-1");
  }

  @Test
  void refusesRoleOfOtherAccountThanPinned() {
    Optional<ReadyState> refusal = refusal("roleArn: " + ARN, "444455556666", "eu-west-1");

    assertThat(refusal).get().extracting(ReadyState::reason).isEqualTo(Reason.AccountNotReady);
    assertThat(refusal.get().message()).contains("pinned to 444455556666", "role of 111122223333");
  }
}
