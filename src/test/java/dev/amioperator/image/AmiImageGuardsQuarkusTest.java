package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Requests refused by EC2 or the AwsAccount, reported in a condition without an attempt. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiImageGuardsQuarkusTest extends ImageTestBase {
  @Test
  void sharesImageWithUnreadableKeyPolicy() {
    String denial = cloud.faults().refuse("GetKeyPolicy", "AccessDeniedException", 1000);
    String key = seeds.kmsKey("alias/unread");
    apply(
        sharedWith(
            "unread-key",
            seeds.instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)))));

    AmiImageStatus status = awaitReady("unread-key");

    assertThat(launchPermissions(status.imageId())).containsExactly(Manifests.FRIEND);
    assertThat(readyCondition(status).message())
        .contains(key, "could not be checked", "GetKeyPolicy");
    cloud.faults().remove(denial);
  }

  @Test
  void waitsForPublicAccessToBeUnblocked() {
    ec2.enableImageBlockPublicAccess(r -> r.imageBlockPublicAccessState("block-new-sharing"));
    AwsAccount account = Manifests.account();
    account.setSpec(Manifests.accountSpec(Manifests.allowingAll().publicSharing(true)));
    Manifests.apply(kubernetes, account);
    apply(
        Manifests.image(
            "public",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            launchPermissions: {public: true}
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    String message = readyCondition(awaitStatus("public", ImageTestBase::isStalled)).message();
    assertThat(message).contains("blocks public access", "DisableImageBlockPublicAccess");

    ec2.disableImageBlockPublicAccess(r -> {});

    String imageId = awaitReady("public").imageId();
    assertThat(
            ec2.describeImages(r -> r.imageIds(imageId))
                .images()
                .getFirst()
                .publicLaunchPermissions())
        .isTrue();
  }

  @Test
  void revokesAndCleansUpAfterAllowlistNarrows() {
    apply(sharedWith("narrowed", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = awaitReady("narrowed");
    kubernetes
        .resources(AwsAccount.class)
        .withName("default")
        .edit(
            account -> {
              account.setSpec(Manifests.accountSpec(Manifests.allowingAll().shareWith(List.of())));
              return account;
            });
    assertThat(readyCondition(awaitStatus("narrowed", ImageTestBase::isStalled)).reason())
        .isEqualTo("NotAllowed");
    assertThat(launchPermissions(made.imageId())).containsExactly(Manifests.FRIEND);

    replaceLaunchPermission(made.imageId(), Manifests.FRIEND, "999999999999");
    cloud.clock().step(Duration.ofHours(2));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(launchPermissions(made.imageId())).isEmpty());

    delete("narrowed");
    assertThat(cloud.journal().leftovers())
        .doesNotContain(made.imageId(), made.snapshots().getFirst().snapshotId());
  }

  private void replaceLaunchPermission(String imageId, String oneAccount, String forAnother) {
    ec2.modifyImageAttribute(
        r ->
            r.imageId(imageId)
                .launchPermission(
                    change ->
                        change.remove(p -> p.userId(oneAccount)).add(p -> p.userId(forAnother))));
  }

  @Test
  void waitsForCooldownBeforeDeletion() {
    apply(protectedImage("protected", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = awaitReady("protected");
    var resource =
        kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("protected");
    resource.delete();

    String message =
        readyCondition(
                awaitStatus("protected", s -> readyCondition(s).reason().equals("Protected")))
            .message();
    assertThat(message).contains(made.imageId(), "cooldown lasts until");
    assertThat(imagesNamed("images/protected")).hasSize(1);

    cloud.clock().step(Duration.ofHours(24));
    await().atMost(Duration.ofSeconds(40)).until(() -> resource.get() == null);
    assertThat(cloud.journal().leftovers())
        .doesNotContain(made.imageId(), made.snapshots().getFirst().snapshotId());
  }

  @Test
  void keepsForeignCopyWithOwnershipTags() {
    apply(Manifests.fromInstance("travelled", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("travelled").imageId();
    String copy =
        ec2.copyImage(
                r ->
                    r.sourceImageId(imageId)
                        .sourceRegion(Manifests.HOME)
                        .name("golden")
                        .copyImageTags(true))
            .imageId();
    var resource =
        kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("travelled");
    resource.delete();

    await().atMost(Duration.ofSeconds(40)).until(() -> resource.get() == null);
    assertThat(imagesNamed("images/travelled")).isEmpty();
    assertThat(imagesNamed("golden")).extracting(Image::imageId).containsExactly(copy);
  }

  private static AmiImage sharedWith(String name, String instanceId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {instance: {instanceId: %s, noReboot: true}}
        launchPermissions: {accountIds: ["%s"]}
        """
            .formatted(instanceId, Manifests.FRIEND));
  }

  private static AmiImage protectedImage(String name, String instanceId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {instance: {instanceId: %s, noReboot: true}}
        deregistrationProtection: {enabled: true, cooldown: true}
        """
            .formatted(instanceId));
  }
}
