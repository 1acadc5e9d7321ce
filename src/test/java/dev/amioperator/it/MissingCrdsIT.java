package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.ControlPlane;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The installation order is arbitrary: the operator may start before its CRDs exist. */
class MissingCrdsIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void startsOnceCrdsAreInstalled() throws InterruptedException {
    ControlPlane empty = ControlPlane.withoutCrds("no-kinds");
    Map<String, String> environment =
        Map.of(
            "AMI_OPERATOR_CLUSTER_ID", "test",
            "AWS_REGION", "eu-west-1",
            "QUARKUS_OPERATOR_SDK_CACHE_SYNC_TIMEOUT", "2s");
    try (OperatorProcess operator =
        OperatorProcess.launch("no-kinds", empty.kubeconfig(), environment)) {
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(operator.get("/q/health/live").status()).isEqualTo(503));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(operator.log()).anyMatch(line -> line.contains("amiimages")));

      assertThat(empty.kubectl("apply", "--server-side", "-f", "crds").status()).isZero();

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(operator.get("/q/health/live").status()).isEqualTo(200));
    }
  }
}
