package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An account whose usage takes longer to read than two minutes, with the operator's limits. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionLargeAccountQuarkusTest extends RetentionTestBase {
  /** 2,500 calls; at 19 a second after a burst of 90 they take 127 s. */
  private static final int CANDIDATES = 25_000;

  private static final Duration LONG_PATIENCE = Duration.ofMinutes(4);

  @Test
  void decidesEachImageWithOneCallForTen() {
    image("young", 1);
    for (int i = 0; i < CANDIDATES; i++) {
      seeds.image(seed("old-" + i, 40 + i % 100, List.of()));
    }
    long before = cloud.journal().lastSequence();
    apply(policy("retiring", Mode.PLAN));

    AmiRetentionPolicyStatus early = awaitStatus(status -> status.progress() != null);
    assertThat(early.progress().images()).isEqualTo(CANDIDATES + 1);
    assertThat(early.progress().candidates()).isEqualTo(CANDIDATES);
    assertThat(early.ready()).isFalse();
    assertThat(early.plan().reasons()).containsEntry("Young", 1).containsKey("UsageUnknown");

    AmiRetentionPolicyStatus decided =
        aws.await()
            .atMost(LONG_PATIENCE)
            .until(() -> resource().get().getStatus(), AmiRetentionPolicyStatus::ready);
    assertThat(decided.progress()).isNull();
    assertThat(decided.plan().reasons()).isEqualTo(Map.of("Young", 1, "Unkept", CANDIDATES));
    assertThat(calls(before, "DescribeImageReferences")).isBetween(2500L, 2510L);
  }

  private long calls(long after, String action) {
    return cloud.journal().entriesAfter(after).stream()
        .filter(call -> call.action().equals(action))
        .count();
  }
}
