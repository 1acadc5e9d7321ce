package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Images restored or registered from S3. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class StoredImagesQuarkusTest {
  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageTestCluster cluster;

  @BeforeEach
  void createCluster() {
    cluster = new ImageTestCluster(kubernetes, clients);
  }

  @Test
  void restoresStoredImageAndDeletesIt() {
    String stored = cluster.seeds().image(ImageSeed.named("stored").tagged("of", "others"));
    String key =
        cluster.ec2().createStoreImageTask(r -> r.imageId(stored).bucket("images")).objectKey();
    cluster
        .await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cluster
                    .ec2()
                    .describeStoreImageTasks(r -> r.imageIds(stored))
                    .storeImageTaskResults()
                    .getFirst()
                    .storeTaskState()
                    .equals("Completed"));
    cluster.apply("restored", "{objectStorage: {bucket: images, key: %s}}".formatted(key));
    AmiImageStatus status = cluster.awaitReady("restored");
    assertThat(status.imageId()).isNotEqualTo(stored);
    assertThat(status.snapshots())
        .extracting(SnapshotEntry::origin)
        .containsExactly(Origin.CREATED);
    cluster.delete("restored");
    assertThat(cluster.cloud().journal().leftovers())
        .doesNotContain(status.imageId(), status.snapshots().getFirst().snapshotId());
    assertThat(cluster.ec2().describeImages(r -> r.imageIds(stored)).images()).hasSize(1);
  }

  /** Known problem 10: a retry fails on the name of its own pending image. */
  @Test
  void restoresOneImageDespiteLostResponse() {
    String stored = cluster.seeds().image(ImageSeed.named("stored-once"));
    String key =
        cluster.ec2().createStoreImageTask(r -> r.imageId(stored).bucket("images")).objectKey();
    cluster.cloud().faults().loseAnswer("CreateRestoreImageTask", 1);
    cluster.apply("once", "{objectStorage: {bucket: images, key: %s}}".formatted(key));
    String imageId = cluster.awaitReady("once").imageId();
    assertThat(cluster.imagesOf("once")).extracting(Image::imageId).containsExactly(imageId);
  }

  @Test
  void stallsForObjectWithoutImage() {
    cluster.apply("empty", "{objectStorage: {bucket: images, key: ami-none.bin}}");
    assertThat(ImageTestCluster.readyCondition(cluster.awaitStalled("empty")).message())
        .contains("CreateRestoreImageTask", "images/ami-none.bin");
  }

  @Test
  void registersAndDeletesInstanceStoreImage() {
    cluster.apply(
        "bundle", "{instanceStore: {manifest: images/web.manifest.xml, architecture: x86_64}}");
    AmiImageStatus status = cluster.awaitReady("bundle");
    Image image = cluster.imageOf("bundle");
    assertThat(image.rootDeviceTypeAsString()).isEqualTo("instance-store");
    assertThat(image.imageLocation()).isEqualTo("images/web.manifest.xml");
    assertThat(status.snapshots()).isNull();
    cluster.delete("bundle");
    assertThat(cluster.imagesOf("bundle")).isEmpty();
  }
}
