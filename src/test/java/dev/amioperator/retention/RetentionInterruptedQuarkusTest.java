package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.simulator.SnapshotSeed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionInterruptedQuarkusTest extends RetentionTestBase {
  @Test
  void deletesSnapshotsDespiteLostResponse() {
    String image = image("lost", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));

    cloud.faults().loseAnswer("DeregisterImage", 1);
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.plan() != null && s.plan().images() == 0 && s.retiring() == null);

    assertThat(snapshots()).doesNotContain(snapshotOf(image));
  }

  @Test
  void finishesStartedRetirementsOfDeletedPolicy() {
    String borrowed = seeds.snapshot(SnapshotSeed.of(8).withDescription("somebody's backup"));
    String first = image("first", 41, borrowed);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(first));
    cloud.faults().refuse("DeleteSnapshot", "InternalError", Integer.MAX_VALUE);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> images().isEmpty());
    assertThat(snapshots()).contains(snapshotOf(first), borrowed);

    resource().delete();
    String second = image("second", 45);
    cloud.faults().clear();
    await().atMost(PATIENCE).until(() -> resource().get() == null);
    assertThat(snapshots()).contains(borrowed).doesNotContain(snapshotOf(first));
    assertThat(images()).containsExactly(second);
    assertThat(marked(second)).isFalse();
  }
}
