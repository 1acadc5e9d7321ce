package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.simulator.SnapshotSeed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class OrphanedSnapshotsQuarkusTest extends RetentionTestBase {
  /** EC2 keeps the snapshots of an image that is deregistered by hand. */
  @Test
  void showsWhatADeregisteredImageLeft() {
    String kept = image("kept", 40);
    String gone = image("gone", 40);
    ec2.createTags(
        r ->
            r.resources(snapshotOf(kept), snapshotOf(gone))
                .tags(t -> t.key("family").value(family)));
    String backup = seeds.snapshot(SnapshotSeed.of(8).withDescription("backup"));
    ec2.deregisterImage(r -> r.imageId(gone));
    cloud.clock().step(Duration.ofDays(2));

    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.ready() && s.plan().orphanedSnapshots() != null);
    assertThat(status.plan().orphanedSnapshots().snapshots())
        .extracting(AmiRetentionPolicyStatus.Orphan::snapshotId)
        .contains(snapshotOf(gone))
        .doesNotContain(snapshotOf(kept), backup);
    assertThat(status.plan().orphanedSnapshots().gib()).isGreaterThanOrEqualTo(8);
    assertThat(snapshots()).contains(snapshotOf(gone), backup);
  }
}
