package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Snapshots that outlive their AmiImage because other images need them. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(ReleasedSnapshotsQuarkusTest.RecycleBinProfile.class)
class ReleasedSnapshotsQuarkusTest extends ImageTestBase {
  /** A cloud of its own, with a rule of the Recycle Bin. */
  public static class RecycleBinProfile extends MockServerProfile {}

  /** Garbage is collected in the regions that objects use. */
  @BeforeEach
  void useRegion() {
    kubernetes
        .resource(Manifests.existing("anchor", seeds.image(ImageSeed.named("anchor"))))
        .create();
    awaitReady("anchor");
  }

  /** EC2 would delete the snapshot, and the image in the Recycle Bin could not be restored. */
  @Test
  void keepsSnapshotThatImageInRecycleBinNeeds() {
    apply(Manifests.fromInstance("shared", seeds.instance(InstanceSeed.small())));
    String snapshotId = awaitReady("shared").snapshots().getFirst().snapshotId();
    String user = registerFrom(snapshotId);
    delete("shared");
    seeds.retentionRule("image", 7);
    ec2.deregisterImage(r -> r.imageId(user));

    awaitDecisionAfterSearchFor(user);
    awaitDecisionAfterSearchFor(user);
    assertThat(tagKeys(snapshotId)).contains(TagKeys.RELEASED);

    cloud.clock().step(Duration.ofDays(7));
    awaitDecisionAfterSearchFor(user);
    awaitDecisionAfterSearchFor(user);
    await().atMost(Duration.ofSeconds(40)).until(() -> tagKeys(snapshotId).isEmpty());
  }

  private void awaitDecisionAfterSearchFor(String imageId) {
    long before = cloud.journal().lastSequence();
    cloud.clock().step(Duration.ofMinutes(20));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                cloud.journal().entriesAfter(before).stream()
                    .filter(call -> call.action().equals("ListImagesInRecycleBin"))
                    .anyMatch(call -> call.parameters().contains(imageId)));
    // Another step of the clock would make the answer too old for the decision.
    Instant decided = cloud.clock().instant().plus(Duration.ofMinutes(5));
    await().atMost(Duration.ofSeconds(40)).until(() -> cloud.clock().instant().isAfter(decided));
  }

  private String registerFrom(String snapshotId) {
    return ec2.registerImage(
            r ->
                r.name("user-of-" + snapshotId)
                    .rootDeviceName("/dev/xvda")
                    .virtualizationType("hvm")
                    .blockDeviceMappings(
                        d -> d.deviceName("/dev/xvda").ebs(e -> e.snapshotId(snapshotId))))
        .imageId();
  }

  /** The keys of the snapshot's tags; none once it is gone. */
  private List<String> tagKeys(String snapshotId) {
    return ec2
        .describeSnapshots(
            r -> r.ownerIds("self").filters(f -> f.name("snapshot-id").values(snapshotId)))
        .snapshots()
        .stream()
        .flatMap((Snapshot snapshot) -> snapshot.tags().stream())
        .map(tag -> tag.key())
        .toList();
  }
}
