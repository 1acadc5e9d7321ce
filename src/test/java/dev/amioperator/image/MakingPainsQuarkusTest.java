package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.InstanceSeed;
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
 * What makes people curse when images are made, and does not happen here. Of the twenty-five pains
 * of those who came before these are 7, 9, 10, 11, 12, 13, 15 and 21.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class MakingPainsQuarkusTest extends StagedImages {
  @AfterEach
  void beOnTimeAgain() {
    cloud.timing(timing -> Timing.DEFAULT);
  }

  /** 9: EC2 does not know for a while what it has just made. */
  @Test
  void anImageThatEc2DoesNotShowYetIsNotMadeTwiceNorTakenForGone() {
    cloud.timing(timing -> timing.withVisibility(Duration.ofSeconds(90)));
    long before = imagesMade();
    apply(Manifests.fromInstance("unseen", seeds.instance(InstanceSeed.small())));

    String imageId = ready("unseen").imageId();

    assertThat(imagesNamed("images/unseen")).extracting(Image::imageId).containsExactly(imageId);
    assertThat(imagesMade() - before).isEqualTo(1);
    assertThat(stage.events("unseen", "ImageGone")).isEmpty();
  }

  private long imagesMade() {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals("CreateImage") && call.error() == null)
        .count();
  }

  /** 10: the name is taken, by the image whose id got lost with the answer. */
  @Test
  void aRetryDoesNotTripOverTheImageThatItHalfMade() {
    String instance = seeds.instance(InstanceSeed.small());
    cloud.faults().loseAnswer("CreateImage", 1);
    apply(Manifests.fromInstance("lost-answer", instance));
    AmiImageStatus status = ready("lost-answer");
    assertThat(imagesNamed("images/lost-answer"))
        .extracting(Image::imageId)
        .containsExactly(status.imageId());
  }

  /** 11: run twice, made twice. */
  @Test
  void aLostStatusMakesNoDuplicate() {
    apply(Manifests.fromInstance("amnesia", seeds.instance(InstanceSeed.small())));
    String imageId = ready("amnesia").imageId();
    kubernetes
        .resources(AmiImage.class)
        .inNamespace(NAMESPACE)
        .withName("amnesia")
        .editStatus(
            image -> {
              image.setStatus(null);
              return image;
            });
    assertThat(ready("amnesia").imageId()).isEqualTo(imageId);
    assertThat(imagesNamed("images/amnesia")).hasSize(1);
  }

  /** 12: whoever looks at the bill finds snapshots that are nobody's. */
  @Test
  void noSnapshotIsEverWithoutItsOwnersTags() {
    long before = cloud.journal().count("CreateTags");
    apply(Manifests.fromInstance("tagged", seeds.instance(InstanceSeed.small())));
    String snapshotId = ready("tagged").snapshots().getFirst().snapshotId();

    assertThat(ec2.describeSnapshots(r -> r.snapshotIds(snapshotId)).snapshots().getFirst().tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .contains("family=web", TagKeys.RESOURCE + "=AmiImage/images/tagged");
    assertThat(cloud.journal().count("CreateTags")).isEqualTo(before);
  }

  /** 13 and 21: what failed lies about without a name, and with its snapshots. */
  @Test
  void anImageThatFailedIsExplainedAndClearedAwayWithItsSnapshots() {
    cloud.faults().failLater("CreateImage", "the disk was full", 1);
    apply(Manifests.fromInstance("failing", seeds.instance(InstanceSeed.small())));
    AmiImageStatus failed = until("failing", StagedImages::stalled);
    assertThat(readyCondition(failed).message()).contains("the disk was full");
    List<String> junk =
        imagesNamed("images/failing").stream()
            .flatMap(image -> image.blockDeviceMappings().stream())
            .map(device -> device.ebs().snapshotId())
            .toList();

    cloud.clock().step(Duration.ofMinutes(10));
    String imageId = ready("failing").imageId();

    assertThat(imagesNamed("images/failing")).extracting(Image::imageId).containsExactly(imageId);
    assertThat(cloud.journal().leftovers()).doesNotContainAnyElementsOf(junk);
  }

  /** 7 and 15: a build that waits for hours, or hands on what cannot be launched yet. */
  @Test
  void anImageIsWaitedForWithoutAThreadAndNotReadyBeforeItCanBeLaunched() {
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(9)));
    apply(Manifests.fromInstance("slow", seeds.instance(InstanceSeed.small())));
    AmiImageStatus pending =
        until("slow", s -> s.conditions() != null && reason(s).equals("ImagePending"));
    assertThat(pending.ready()).isFalse();
    assertThat(imagesNamed("images/slow"))
        .extracting(Image::state)
        .containsExactly(ImageState.PENDING);

    // Others are served meanwhile.
    apply(Manifests.existing("meanwhile", pending.imageId()));
    until("meanwhile", s -> s.conditions() != null && reason(s).equals("ImagePending"));

    cloud.clock().step(Duration.ofHours(10));
    assertThat(ready("slow").state()).isEqualTo("available");
    await().atMost(Duration.ofSeconds(40)).until(() -> ready("meanwhile").ready());
  }

  private static String reason(AmiImageStatus status) {
    return readyCondition(status).reason();
  }
}
