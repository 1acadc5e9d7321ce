package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.simulator.Faults;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that resources in other accounts use, which are consumers of the policy's account. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionConsumersQuarkusTest extends RetentionTestBase {
  private static final String PROD = Manifests.FRIEND;

  @Test
  void keepsImageThatConsumerUses() {
    String used = image("used", 40);
    String unused = image("unused", 40);
    cloud.seeds().target(PROD, "eu-west-1").launchTemplate(family, used);
    consumedBy("prod");
    AwsAccount prod = Manifests.account("prod");
    prod.setSpec(
        AwsAccountSpecBuilder.builder(prod.getSpec())
            .roleArn(MemberRoles.seed(cloud.seeds(), PROD, "prod", "mock/prod"))
            .build());
    Manifests.apply(kubernetes, prod);
    apply(policy("retiring", Mode.ENFORCE));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> reasons(s).getOrDefault(unused, "").equals("Unkept"));
    assertThat(reasons(status)).containsEntry(used, "Referenced");
    assertThat(item(status, used).message()).contains("ec2:LaunchTemplate", PROD);

    cloud
        .faults()
        .add(
            Faults.Rule.forAction(
                    "DescribeImageReferences",
                    new Faults.Effect.Refuse("UnauthorizedOperation", "no", 403))
                .inAccount(PROD));
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> reasons(s).getOrDefault(unused, "").equals("UsageUnknown"));
    cloud.clock().step(Duration.ofDays(3));
    status =
        awaitStatus(
            s ->
                reasons(s).getOrDefault(unused, "").equals("UsageUnknown")
                    && item(s, unused).message().contains("AwsAccount prod"));
    assertThat(images()).contains(used, unused);
  }

  @Test
  void keepsImagesWhileConsumerIsMissing() {
    String image = image("missing", 40);
    consumedBy("not-there");
    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> reasons(s).getOrDefault(image, "").equals("UsageUnknown"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                item(resource().get().getStatus(), image)
                    .message()
                    .contains("AwsAccount not-there, a consumer, does not exist"));
    assertThat(status.plan().blocked()).isEqualTo(1);
  }

  private void consumedBy(String... names) {
    AwsAccount account = permissiveAccount();
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec()).consumers(List.of(names)).build());
    Manifests.apply(kubernetes, account);
  }
}
