package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Manifests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.ImageUsageReport;

/** Shared images, whose use in accounts that the operator cannot read EC2's usage reports tell. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionUsageReportsQuarkusTest extends RetentionTestBase {
  private static final String OTHER = Manifests.FRIEND;

  @AfterEach
  void allow() {
    cloud.denials().clear();
  }

  /** cloud-custodian/cloud-custodian#5924, trussworks/truss-aws-tools#176. */
  @Test
  void keepsImageThatOtherAccountUses() {
    String used = image("used", 40);
    String unused = image("unused", 40);
    share(used);
    share(unused);
    cloud.seeds().target(OTHER, "eu-west-1").instanceUsing(used);
    withUsageReports();
    apply(policy("retiring", Mode.ENFORCE));
    awaitStatus(s -> s.ready() && marked(used) && marked(unused));

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> reports(used).size() + reports(unused).size() == 2);
    AmiRetentionPolicyStatus waiting =
        awaitStatus(s -> reasons(s).getOrDefault(unused, "").equals("UsageUnknown"));
    assertThat(item(waiting, unused).message()).contains(unused, "usage report");

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> images().equals(List.of(used)));
    AmiRetentionPolicyStatus kept =
        awaitStatus(s -> reasons(s).getOrDefault(used, "").equals("Referenced"));
    assertThat(item(kept, used).message())
        .contains("ec2:Instance of account " + OTHER, reports(used).getFirst().reportId());
    await().atMost(PATIENCE).until(() -> !marked(used));
  }

  /** The older report holds the image until EC2 has created the newer one. */
  @Test
  void renewsReportOfUsedImage() {
    String used = image("used-on", 40);
    share(used);
    cloud.seeds().target(OTHER, "eu-west-1").instanceUsing(used);
    withUsageReports();
    apply(policy("retiring", Mode.ENFORCE));
    awaitStatus(s -> s.ready() && marked(used));
    threeDaysLater();
    await().atMost(PATIENCE).until(() -> reports(used).size() == 1);
    String first = reports(used).getFirst().reportId();
    threeDaysLater();
    awaitStatus(s -> reasons(s).getOrDefault(used, "").equals("Referenced"));
    threeDaysLater();
    assertThat(reports(used)).hasSize(1);

    threeDaysLater();
    await().atMost(PATIENCE).until(() -> reports(used).size() == 2);
    threeDaysLater();
    await().atMost(PATIENCE).until(() -> reports(used).size() == 1);
    assertThat(reports(used).getFirst().reportId()).isNotEqualTo(first);
    awaitStatus(s -> reasons(s).getOrDefault(used, "").equals("Referenced"));
    assertThat(images()).containsExactly(used);
  }

  @Test
  void keepsImageWhileReportsAreDenied() {
    String image = image("denied", 40);
    share(image);
    cloud.denials().add(Denial.of("ec2:DescribeImageUsageReports").forPrincipal("*/operator"));
    withUsageReports();
    apply(policy("retiring", Mode.ENFORCE));
    awaitStatus(s -> s.ready() && marked(image));
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus denied =
        awaitStatus(s -> reasons(s).getOrDefault(image, "").equals("UsageUnknown"));
    assertThat(item(denied, image).message())
        .contains(image, "permission ec2:DescribeImageUsageReports");

    cloud.denials().clear();
    cloud.denials().add(Denial.of("ec2:CreateImageUsageReport").forPrincipal("*/operator"));
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.conditions().getFirst().message().contains("ec2:CreateImageUsageReport"));
    assertThat(images()).containsExactly(image);
  }

  /** Passes an interval, until the policy has listed the reports again. */
  private void threeDaysLater() {
    long before = cloud.journal().lastSequence();
    cloud.clock().step(Duration.ofDays(3));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                cloud.journal().entriesAfter(before).stream()
                    .anyMatch(
                        call ->
                            call.action().equals("DescribeImageUsageReports")
                                && call.caller().principalArn().endsWith("/operator")));
  }

  private void share(String image) {
    ec2.modifyImageAttribute(
        r -> r.imageId(image).launchPermission(p -> p.add(add -> add.userId(OTHER))));
  }

  private List<ImageUsageReport> reports(String image) {
    return ec2.describeImageUsageReports(r -> r.imageIds(image)).imageUsageReports();
  }

  private void withUsageReports() {
    AwsAccount account = permissiveAccount();
    account.setSpec(AwsAccountSpecBuilder.builder(account.getSpec()).usageReports(true).build());
    Manifests.apply(kubernetes, account);
  }
}
