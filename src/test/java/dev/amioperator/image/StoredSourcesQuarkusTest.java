package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;

/** Images that are made of what lies in S3. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class StoredSourcesQuarkusTest {
  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageStage stage;

  @BeforeEach
  void stage() {
    stage = new ImageStage(kubernetes, clients);
  }

  @Test
  void aStoredImageIsRestoredWithOurTagsAndGoesWithItsSnapshots() {
    String stored = stage.seeds().image(ImageSeed.named("stored").tagged("of", "others"));
    String key =
        stage.ec2().createStoreImageTask(r -> r.imageId(stored).bucket("images")).objectKey();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stage
                    .ec2()
                    .describeStoreImageTasks(r -> r.imageIds(stored))
                    .storeImageTaskResults()
                    .getFirst()
                    .storeTaskState()
                    .equals("Completed"));
    stage.apply("restored", "{objectStorage: {bucket: images, key: %s}}".formatted(key));
    AmiImageStatus status = stage.ready("restored");
    assertThat(status.imageId()).isNotEqualTo(stored);
    assertThat(status.snapshots())
        .extracting(SnapshotEntry::origin)
        .containsExactly(Origin.CREATED);
    stage.delete("restored");
    assertThat(stage.cloud().journal().leftovers())
        .doesNotContain(status.imageId(), status.snapshots().getFirst().snapshotId());
    assertThat(stage.ec2().describeImages(r -> r.imageIds(stored)).images()).hasSize(1);
  }

  /** Pain 10: a retry trips over its own half-made name. */
  @Test
  void aLostAnswerToARestoreLeavesOneImage() {
    String stored = stage.seeds().image(ImageSeed.named("stored-once"));
    String key =
        stage.ec2().createStoreImageTask(r -> r.imageId(stored).bucket("images")).objectKey();
    stage.cloud().faults().loseAnswer("CreateRestoreImageTask", 1);
    stage.apply("once", "{objectStorage: {bucket: images, key: %s}}".formatted(key));
    String imageId = stage.ready("once").imageId();
    assertThat(stage.imagesOf("once")).extracting(Image::imageId).containsExactly(imageId);
  }

  @Test
  void anObjectThatHoldsNoImageStallsAndNamesIt() {
    stage.apply("empty", "{objectStorage: {bucket: images, key: ami-none.bin}}");
    assertThat(ImageStage.readyCondition(stage.stalled("empty")).message())
        .contains("CreateRestoreImageTask", "images/ami-none.bin");
  }

  @Test
  void anImageOfABundleIsRegisteredAndGoes() {
    stage.apply(
        "bundle", "{instanceStore: {manifest: images/web.manifest.xml, architecture: x86_64}}");
    AmiImageStatus status = stage.ready("bundle");
    Image image = stage.imageOf("bundle");
    assertThat(image.rootDeviceTypeAsString()).isEqualTo("instance-store");
    assertThat(image.imageLocation()).isEqualTo("images/web.manifest.xml");
    assertThat(status.snapshots()).isNull();
    stage.delete("bundle");
    assertThat(stage.imagesOf("bundle")).isEmpty();
  }
}
