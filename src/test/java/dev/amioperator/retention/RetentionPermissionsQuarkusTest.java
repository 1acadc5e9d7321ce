package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.NamespacesSpec;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Manifests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An image counts as used while EC2 may not read every resource that can use it. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionPermissionsQuarkusTest extends RetentionTestBase {
  @AfterEach
  void allow() {
    cloud.denials().clear();
  }

  /** An object of a namespace that may not use the AwsAccount keeps no image by naming it. */
  @Test
  void countsNamedImagesOfPermittedObjectsOnly() {
    String claimed = image("claimed", 40);
    String declared = image("declared", 40);
    AwsAccount account = Manifests.account("some-namespaces");
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .namespaces(new NamespacesSpec(List.of(Manifests.NAMESPACE), null, null))
            .build());
    Manifests.apply(kubernetes, account);
    AmiImage outsider = observing(claimed);
    outsider.getMetadata().setNamespace("shop");
    kubernetes.resource(outsider).create();
    kubernetes.resource(observing(declared)).create();

    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> reasons(s).getOrDefault(claimed, "").equals("Unkept"));
    assertThat(reasons(status)).containsEntry(declared, "Declared");
  }

  private AmiImage observing(String imageId) {
    return Manifests.image(
        family,
        "{region: eu-west-1, accountRef: some-namespaces, source: {existing: {imageId: %s}}}"
            .formatted(imageId));
  }

  @Test
  void keepsImageOfLaunchConfiguration() {
    String used = image("configured", 40);
    String unused = image("unconfigured", 40);
    seeds.launchConfiguration(family, used);
    cloud.clock().step(Duration.ofHours(2));
    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> reasons(s).getOrDefault(unused, "").equals("Unkept"));
    assertThat(reasons(status)).containsEntry(used, "Referenced");
    assertThat(item(status, used).message()).contains("launchConfigurationName/" + family);
  }

  @Test
  void keepsImagesWhileLaunchConfigurationsAreUnreadable() {
    String image = image("unreadable", 40);
    cloud
        .denials()
        .add(Denial.of("autoscaling:DescribeLaunchConfigurations").forPrincipal("*/operator"));
    cloud.clock().step(Duration.ofHours(2));
    apply(policy("retiring", Mode.ENFORCE));

    AmiRetentionPolicyStatus status =
        awaitStatus(
            s ->
                reasons(s).getOrDefault(image, "").equals("UsageUnknown")
                    && item(s, image).message().contains("launch configurations"));
    assertThat(item(status, image).message())
        .contains("permission autoscaling:DescribeLaunchConfigurations");
    assertThat(marked(image)).isFalse();
  }

  @Test
  void keepsImageOfUnreadableLaunchTemplate() {
    String used = image("used", 40);
    seeds.launchTemplate(family, used);
    cloud.denials().add(Denial.of("ec2:DescribeLaunchTemplates").forPrincipal("*/operator"));
    // What was read before the denial is too old then.
    cloud.clock().step(Duration.ofHours(2));
    apply(policy("retiring", Mode.ENFORCE));

    AmiRetentionPolicyStatus status =
        awaitStatus(
            s ->
                reasons(s).getOrDefault(used, "").equals("UsageUnknown")
                    && item(s, used).message().contains("observe.json"));
    assertThat(item(status, used).message())
        .contains("ec2:DescribeLaunchTemplates", "config/iam/observe.json");
    for (int days = 0; days < 9; days += 3) {
      cloud.clock().step(Duration.ofDays(3));
      awaitStatus(s -> reasons(s).getOrDefault(used, "").equals("UsageUnknown"));
    }
    assertThat(images()).containsExactly(used);
    assertThat(marked(used)).isFalse();

    cloud.denials().clear();
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> reasons(s).getOrDefault(used, "").equals("Referenced"));
    assertThat(images()).containsExactly(used);
  }
}
