package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiImageQuarkusTest extends ImageTestBase {
  @Test
  void createsAndDeletesInstanceImageWithSnapshots() {
    String instance = seeds.instance(InstanceSeed.small());
    apply(Manifests.fromInstance("web-1", instance));
    AmiImageStatus status = awaitReady("web-1");
    assertThat(status.state()).isEqualTo("available");
    assertThat(status.snapshots())
        .extracting(SnapshotEntry::origin)
        .containsExactly(Origin.CREATED);
    assertThat(imagesNamed("images/web-1"))
        .extracting(Image::imageId)
        .containsExactly(status.imageId());

    delete("web-1");
    assertThat(cloud.journal().leftovers())
        .doesNotContain(status.imageId(), status.snapshots().getFirst().snapshotId());
  }

  @Test
  void stallsForUnknownInstanceWithoutCreateImage() {
    apply(Manifests.fromInstance("nowhere", "i-0000000000000dead"));
    AmiImageStatus status = awaitStatus("nowhere", ImageTestBase::isStalled);
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(readyCondition(status).message())
        .contains("i-0000000000000dead", "does not exist in the region and account");
    assertThat(failedCalls("CreateImage", "InvalidInstanceID.NotFound")).isEmpty();
    delete("nowhere");
  }

  @Test
  void stallsForUnknownExistingImage() {
    apply(Manifests.existing("no-image", "ami-0000000000000dead"));
    AmiImageStatus status = awaitStatus("no-image", ImageTestBase::isStalled);
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    delete("no-image");
  }

  /** An explicit empty value clears an attribute that EC2 would otherwise keep. */
  @Test
  void clearsDeprecation() {
    apply(
        Manifests.image(
            "undeprecated",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            deprecation: {after: 180d}
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    awaitReady("undeprecated");
    assertThat(imagesNamed("images/undeprecated").getFirst().deprecationTime()).isNotNull();

    kubernetes
        .resources(AmiImage.class)
        .inNamespace(Manifests.NAMESPACE)
        .withName("undeprecated")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deprecation\":{\"after\":null}}}");

    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> imagesNamed("images/undeprecated").getFirst().deprecationTime() == null);
  }

  /**
   * The cluster tag was removed in EC2, and the object's tag is left to prove whose image it is.
   */
  @Test
  void repairsLostClusterTag() {
    apply(Manifests.fromInstance("repaired", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("repaired").imageId();

    ec2.deleteTags(r -> r.resources(imageId).tags(tag -> tag.key(TagKeys.CLUSTER)));

    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                imagesNamed("images/repaired").getFirst().tags().stream()
                    .anyMatch(tag -> tag.key().equals(TagKeys.CLUSTER)));
  }

  @Test
  void keepsSourceSnapshotOfDeletedImage() {
    String snapshot = seeds.snapshot(SnapshotSeed.of(8));
    apply(Manifests.fromSnapshot("registered", snapshot));
    AmiImageStatus status = awaitReady("registered");
    assertThat(status.snapshots()).containsExactly(new SnapshotEntry(snapshot, Origin.FOREIGN));
    delete("registered");
    assertThat(imagesNamed("images/registered")).isEmpty();
    assertThat(ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots()).hasSize(1);
  }

  @Test
  void sharesImageOnlyWithSpecifiedAccounts() {
    String instance = seeds.instance(InstanceSeed.small());
    AmiImage image =
        Manifests.image(
            "shared",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            launchPermissions: {accountIds: ["%s"]}
            """
                .formatted(instance, Manifests.FRIEND));
    apply(image);
    String id = awaitReady("shared").imageId();
    assertThat(launchPermissions(id)).containsExactly(Manifests.FRIEND);
  }

  @Test
  void stallsForDisallowedSharingBeforeCreation() {
    AmiImage image =
        Manifests.image(
            "overshared",
            """
            region: eu-west-1
            source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}
            launchPermissions: {accountIds: ["999999999999"]}
            """);
    apply(image);
    AmiImageStatus status = awaitStatus("overshared", ImageTestBase::isStalled);
    assertThat(readyCondition(status).reason()).isEqualTo("NotAllowed");
    assertThat(readyCondition(status).message()).contains("shareWith: [\"999999999999\"]");
    assertThat(imagesNamed("images/overshared")).isEmpty();
    delete("overshared");
  }

  @Test
  void keepsImageInUseAndNamesReference() {
    apply(Manifests.fromInstance("in-use", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("in-use").imageId();
    String user = seeds.instanceUsing(imageId);
    var resource = kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("in-use");
    resource.delete();
    AmiImageStatus status = awaitStatus("in-use", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(status).message()).contains(imageId, user);
    assertThat(imagesNamed("images/in-use")).hasSize(1);

    ec2.terminateInstances(r -> r.instanceIds(user));
    await().atMost(Duration.ofSeconds(90)).until(() -> resource.get() == null);
    assertThat(imagesNamed("images/in-use")).isEmpty();
  }

  @Test
  void restoresChangedTagsAndKeepsForeignTags() {
    apply(Manifests.fromInstance("drift", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("drift").imageId();
    ec2.deleteTags(r -> r.resources(imageId).tags(t -> t.key("family")));
    ec2.createTags(r -> r.resources(imageId).tags(t -> t.key("cost-centre").value("42")));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(imagesNamed("images/drift").getFirst().tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .contains("family=web", "cost-centre=42"));
  }
}
