package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.SdkSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LockMode;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Snapshots created for an object that cannot be deleted with it. */
@QuarkusTest
@TestProfile(LostImagesIT.FrequentReconcileProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedSnapshotsIT {
  private final AmiImages images = AmiImages.in("shared");
  private final Ec2Client ec2 =
      Ec2Client.builder()
          .region(Region.EU_WEST_1)
          .credentialsProvider(SdkSettings.administrator())
          .build();

  @AfterAll
  void close() {
    ec2.close();
  }

  @Test
  void keepsSharedSnapshotUntilLastImageIsGone() {
    String snapshot = createImage("origin").snapshots().getFirst().snapshotId();
    String user =
        ec2.registerImage(
                r ->
                    r.name(images.namespace() + "-user")
                        .rootDeviceName("/dev/xvda")
                        .virtualizationType("hvm")
                        .blockDeviceMappings(
                            d -> d.deviceName("/dev/xvda").ebs(e -> e.snapshotId(snapshot))))
            .imageId();

    images.named("origin").delete();
    images.awaitDeletion("origin");
    assertThat(snapshots(snapshot))
        .singleElement()
        .satisfies(
            left ->
                assertThat(left.tags())
                    .extracting(Tag::key)
                    .contains(TagKeys.RELEASED, TagKeys.RESOURCE, TagKeys.CLUSTER));

    ec2.deregisterImage(r -> r.imageId(user));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(snapshots(snapshot)).isEmpty());
  }

  @Test
  void waitsForLockedSnapshotAndShowsLock() {
    String snapshot = createImage("locked").snapshots().getFirst().snapshotId();
    ec2.lockSnapshot(r -> r.snapshotId(snapshot).lockMode(LockMode.GOVERNANCE).lockDuration(2));

    images.named("locked").delete();
    AmiImageStatus held =
        images.awaitStatus(
            "locked", status -> status.conditions().getFirst().reason().equals("Protected"));
    assertThat(held.conditions().getFirst().message()).contains(snapshot, "governance", "until");

    ec2.unlockSnapshot(r -> r.snapshotId(snapshot));
    images.awaitDeletion("locked");
    assertThat(snapshots(snapshot)).isEmpty();
  }

  private AmiImageStatus createImage(String name) {
    Manifests.apply(images.kubernetes(), Manifests.account());
    images.create(name, "source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}");
    return images.awaitReady(name);
  }

  private List<Snapshot> snapshots(String id) {
    return ec2.describeSnapshots(r -> r.filters(f -> f.name("snapshot-id").values(id))).snapshots();
  }
}
