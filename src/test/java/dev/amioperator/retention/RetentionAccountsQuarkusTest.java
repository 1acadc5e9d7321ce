package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.PolicyAccount;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;

/** A policy retires images in each of its accounts; one that cannot be used holds up no other. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionAccountsQuarkusTest extends RetentionTestBase {
  private static final String PROD = Manifests.FRIEND;

  @Test
  void retiresImagesOfEachAccountBesideOneThatIsMissing() {
    String here = image("here", 40);
    String there = imageInProd();
    applyProd();

    apply(withAccounts(policy("retiring", Mode.ENFORCE), "retiring", "retiring-prod", "missing"));
    await().atMost(PATIENCE).until(() -> marked(here) && markedInProd(there));

    AmiRetentionPolicyStatus status = awaitStatus(s -> items(s).size() == 2);
    assertThat(item(status, here).accountId()).isEqualTo(Ec2Fixtures.ACCOUNT);
    assertThat(item(status, there).accountId()).isEqualTo(PROD);
    assertThat(item(status, there).accountRef()).isEqualTo("retiring-prod");
    assertThat(status.accounts())
        .extracting(PolicyAccount::accountId)
        .containsExactly(Ec2Fixtures.ACCOUNT, PROD, null);
    assertThat(status.accounts().getLast().message()).contains("AwsAccount missing does not exist");

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> images().isEmpty() && imagesInProd().isEmpty());
    status = awaitStatus(s -> s.retiring() == null);
    assertThat(status.accounts()).allMatch(a -> a.accountId() == null || a.message() == null);
    assertThat(status.ready()).isFalse();
  }

  private static AmiRetentionPolicy withAccounts(AmiRetentionPolicy policy, String... names) {
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .accountRefs(List.of(names))
            .build());
    return policy;
  }

  private void applyProd() {
    String role = MemberRoles.seed(cloud.seeds(), PROD, "retiring-prod", "mock/retiring-prod");
    AwsAccount account = permissiveAccount();
    account.getMetadata().setName("retiring-prod");
    account.setSpec(AwsAccountSpecBuilder.builder(account.getSpec()).roleArn(role).build());
    Manifests.apply(kubernetes, account);
  }

  private String imageInProd() {
    var prod = cloud.seeds().target(PROD, "eu-west-1");
    return prod.image(seed("there", 40, List.of(prod.snapshot(SnapshotSeed.of(8)))));
  }

  private List<Image> imagesInProd() {
    Ec2Client prod = cloud.ec2(Caller.of(PROD), "eu-west-1");
    return prod.describeImages(
            r -> r.owners("self").filters(f -> f.name("tag:family").values(family)))
        .images();
  }

  private boolean markedInProd(String imageId) {
    return imagesInProd().stream()
        .filter(image -> image.imageId().equals(imageId))
        .flatMap(image -> image.tags().stream())
        .anyMatch(tag -> tag.key().equals(TagKeys.UNKEPT_SINCE));
  }
}
