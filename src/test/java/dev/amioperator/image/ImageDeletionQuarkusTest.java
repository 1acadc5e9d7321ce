package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Known problems of image deletion that the operator avoids. Of the twenty-five known problems
 * these are 1, 5, 6, 20 and 25.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ImageDeletionQuarkusTest extends ImageTestBase {
  @AfterEach
  void resetSettings() {
    cloud.timing(timing -> Timing.DEFAULT);
    cloud.volumesInDescriptions(false);
  }

  /** 1: the usage query failed, and the image was deleted as unused. */
  @Test
  void keepsImageOfUnknownUsage() {
    apply(Manifests.fromInstance("unknown", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("unknown").imageId();
    String denial = cloud.faults().refuse("DescribeImageReferences", "UnauthorizedOperation", 1000);
    resource("unknown").delete();

    AmiImageStatus held = awaitStatus("unknown", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(held).message()).contains(imageId, "ec2:DescribeImageReferences");
    assertThat(imagesNamed("images/unknown")).hasSize(1);

    cloud.faults().remove(denial);
    cloud.clock().step(Duration.ofMinutes(15));
    awaitDeletion("unknown");
  }

  /** 5: DeregisterImage leaves the snapshots, and their origin is lost. */
  @Test
  void deletesSnapshotsOfDeregisteredImage() {
    apply(Manifests.fromInstance("orphan", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = awaitReady("orphan");
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    delete("orphan");
    assertThat(cloud.journal().leftovers())
        .doesNotContain(made.snapshots().getFirst().snapshotId());
  }

  /** 5: without a ledger, only the description tells which image a snapshot belonged to. */
  @Test
  void deletesSnapshotsOfOlderDescription() {
    cloud.volumesInDescriptions(true);
    apply(
        Manifests.fromInstance(
            "older",
            seeds.instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 4)))));
    AmiImageStatus made = awaitReady("older");
    List<String> snapshots = made.snapshots().stream().map(SnapshotEntry::snapshotId).toList();
    assertThat(snapshots).hasSize(2);
    suspend("older", true);
    awaitStatus("older", s -> readyCondition(s).reason().equals("Suspended"));
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    resource("older").editStatus(ImageDeletionQuarkusTest::withoutLedger);
    assertThat(resource("older").get().getStatus().snapshots()).isNull();

    resource("older").delete();
    suspend("older", false);
    awaitDeletion("older");

    assertThat(cloud.journal().leftovers()).doesNotContainAnyElementsOf(snapshots);
  }

  private static AmiImage withoutLedger(AmiImage image) {
    image.setStatus(
        Manifests.read(
            Manifests.json(image.getStatus()).replaceFirst("\"snapshots\":\\[[^]]*],?", ""),
            AmiImageStatus.class));
    return image;
  }

  private void suspend(String name, boolean suspended) {
    resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"suspend\":%s}}".formatted(suspended));
  }

  /** 6: InvalidSnapshot.InUse, for a moment after the image is gone. */
  @Test
  void retriesSnapshotInUse() {
    cloud.timing(timing -> timing.withRelease(Duration.ofMinutes(15)));
    apply(Manifests.fromInstance("racing", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = awaitReady("racing");
    String snapshotId = made.snapshots().getFirst().snapshotId();
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    delete("racing");
    assertThat(failedCalls("DeleteSnapshot", "InvalidSnapshot.InUse")).isNotEmpty();
    assertThat(cloud.journal().leftovers()).doesNotContain(snapshotId);
  }

  /** 20: a clean-up script deregistered an image in wide use. */
  @Test
  void keepsProtectedImage() {
    apply(
        Manifests.image(
            "guarded",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            deregistrationProtection: {enabled: true}
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    String imageId = awaitReady("guarded").imageId();

    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> ec2.deregisterImage(r -> r.imageId(imageId)))
        .withMessageContaining("protected");

    delete("guarded");
    assertThat(imagesNamed("images/guarded")).isEmpty();
  }

  /** 25: it is unclear what a deletion includes. */
  @Test
  void retainsImageWithoutOwnershipTags() {
    apply(
        Manifests.image(
            "kept",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            tags: {family: web}
            deletionPolicy: Retain
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    AmiImageStatus made = awaitReady("kept");
    delete("kept");
    assertThat(imagesNamed("images/kept").getFirst().tags())
        .extracting(Tag::key)
        .containsExactly("family");
    assertThat(cloud.journal().leftovers())
        .contains(made.imageId(), made.snapshots().getFirst().snapshotId());
  }

  /** An object restored from a backup has no status, although its image exists. */
  @Test
  void deletesImageOfObjectWithoutStatus() {
    AmiImage image = Manifests.fromInstance("restored", seeds.instance(InstanceSeed.small()));
    apply(image);
    awaitReady("restored");
    resource("restored")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    delete("restored");
    image.setSpec(
        Manifests.read(
            Manifests.json(image.getSpec()).replaceFirst("\\{", "{\"suspend\":true,"),
            AmiImageSpec.class));
    apply(image);
    awaitStatus("restored", s -> readyCondition(s).reason().equals("Suspended"));
    resource("restored").delete();
    resource("restored")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");

    delete("restored");
    assertThat(imagesNamed("images/restored")).isEmpty();
  }

  /** Nothing was created in a region that never answered: there is nothing to wait for. */
  @Test
  void deletesImageOfMisspeltRegion() {
    apply(Manifests.fromInstance("misspelt", "i-0123456789abcdef0", "eu-west-9"));
    AmiImageStatus status = awaitStatus("misspelt", s -> s.conditions() != null);
    awaitStatus("misspelt", s -> readyCondition(s).reason().equals("Unreachable"));
    assertThat(status.imageName()).isNull();

    delete("misspelt");
  }

  private Resource<AmiImage> resource(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName(name);
  }

  private void awaitDeletion(String name) {
    await().atMost(Duration.ofSeconds(60)).until(() -> resource(name).get() == null);
  }
}
