package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;

/**
 * Known problems of image creation that the operator avoids. Of the twenty-five known problems
 * these are 7, 9, 10, 11, 12, 13, 15 and 21.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ImageCreationQuarkusTest extends ImageTestBase {
  @AfterEach
  void resetConsistencyDelay() {
    cloud.timing(timing -> Timing.DEFAULT);
  }

  /** 9: EC2 does not list a new image for a while. */
  @Test
  void createsOneImageDespiteDelayedListing() {
    cloud.timing(timing -> timing.withVisibility(Duration.ofSeconds(90)));
    long before = createdImages();
    apply(Manifests.fromInstance("unseen", seeds.instance(InstanceSeed.small())));

    String imageId = awaitReady("unseen").imageId();

    assertThat(imagesNamed("images/unseen")).extracting(Image::imageId).containsExactly(imageId);
    assertThat(createdImages() - before).isEqualTo(1);
    assertThat(cluster.events("unseen", "ImageGone")).isEmpty();
  }

  private long createdImages() {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals("CreateImage") && call.error() == null)
        .count();
  }

  /** 10: the name is taken by the image whose id was lost with the response. */
  @Test
  void findsImageOfLostResponse() {
    String instance = seeds.instance(InstanceSeed.small());
    cloud.faults().loseAnswer("CreateImage", 1);
    apply(Manifests.fromInstance("lost-answer", instance));
    AmiImageStatus status = awaitReady("lost-answer");
    assertThat(imagesNamed("images/lost-answer"))
        .extracting(Image::imageId)
        .containsExactly(status.imageId());
  }

  /** 11: a repeated run creates a second image. */
  @Test
  void createsNoDuplicateAfterLostStatus() {
    apply(Manifests.fromInstance("amnesia", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("amnesia").imageId();
    kubernetes
        .resources(AmiImage.class)
        .inNamespace(NAMESPACE)
        .withName("amnesia")
        .editStatus(
            image -> {
              image.setStatus(null);
              return image;
            });
    assertThat(awaitReady("amnesia").imageId()).isEqualTo(imageId);
    assertThat(imagesNamed("images/amnesia")).hasSize(1);
  }

  /** 12: the bill lists snapshots without an owner. */
  @Test
  void tagsSnapshotsAtCreation() {
    long before = cloud.journal().count("CreateTags");
    apply(Manifests.fromInstance("tagged", seeds.instance(InstanceSeed.small())));
    String snapshotId = awaitReady("tagged").snapshots().getFirst().snapshotId();

    assertThat(ec2.describeSnapshots(r -> r.snapshotIds(snapshotId)).snapshots().getFirst().tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .contains("family=web", TagKeys.RESOURCE + "=AmiImage/images/tagged");
    assertThat(cloud.journal().count("CreateTags")).isEqualTo(before);
  }

  /** 13 and 21: failed images remain without a name, and with their snapshots. */
  @Test
  void explainsAndDeletesFailedImage() {
    cloud.faults().failLater("CreateImage", "the disk was full", 1);
    apply(Manifests.fromInstance("failing", seeds.instance(InstanceSeed.small())));
    AmiImageStatus failed = awaitStatus("failing", ImageTestBase::isStalled);
    assertThat(readyCondition(failed).message()).contains("the disk was full");
    List<String> junk =
        imagesNamed("images/failing").stream()
            .flatMap(image -> image.blockDeviceMappings().stream())
            .map(device -> device.ebs().snapshotId())
            .toList();

    cloud.clock().step(Duration.ofMinutes(10));
    String imageId = awaitReady("failing").imageId();

    assertThat(imagesNamed("images/failing")).extracting(Image::imageId).containsExactly(imageId);
    assertThat(cloud.journal().leftovers()).doesNotContainAnyElementsOf(junk);
  }

  @Test
  void stallsForFailedSnapshot() {
    String whole = seeds.snapshot(SnapshotSeed.of(8));
    cloud.faults().failLater("CopySnapshot", "the key is disabled", 1);
    String failed =
        ec2.copySnapshot(r -> r.sourceSnapshotId(whole).sourceRegion("eu-west-1")).snapshotId();
    cloud.clock().step(Duration.ofHours(1));
    apply(Manifests.fromSnapshot("of-failed", failed));

    AmiImageStatus status = awaitStatus("of-failed", ImageTestBase::isStalled);

    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(readyCondition(status).message())
        .contains(failed + " failed (state error)", "Create a new AmiImage of another snapshot");
    assertThat(imagesNamed("images/of-failed")).isEmpty();
    delete("of-failed");
  }

  /** 7 and 15: a build blocks for hours, or passes on an image that cannot be launched yet. */
  @Test
  void waitsForPendingImageWithoutBlocking() {
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(9)));
    apply(Manifests.fromInstance("slow", seeds.instance(InstanceSeed.small())));
    AmiImageStatus pending =
        awaitStatus("slow", s -> s.conditions() != null && reason(s).equals("ImagePending"));
    assertThat(pending.ready()).isFalse();
    assertThat(imagesNamed("images/slow"))
        .extracting(Image::state)
        .containsExactly(ImageState.PENDING);

    // Other objects are reconciled meanwhile.
    apply(Manifests.existing("meanwhile", pending.imageId()));
    awaitStatus("meanwhile", s -> s.conditions() != null && reason(s).equals("ImagePending"));

    cloud.clock().step(Duration.ofHours(10));
    assertThat(awaitReady("slow").state()).isEqualTo("available");
    await().atMost(Duration.ofSeconds(40)).until(() -> awaitReady("meanwhile").ready());
  }

  private static String reason(AmiImageStatus status) {
    return readyCondition(status).reason();
  }
}
