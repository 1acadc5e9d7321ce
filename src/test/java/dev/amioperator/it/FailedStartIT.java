package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.ControlPlane;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator that cannot do its work does not stay up: somebody has to hear of it. */
class FailedStartIT {
  @Test
  void anOperatorWithoutItsKindsEndsAndSaysWhy() throws InterruptedException {
    ControlPlane empty = ControlPlane.separate("no-kinds");
    empty.kubectl("delete", "crd", "--all");
    Map<String, String> environment =
        Map.of("AMI_OPERATOR_CLUSTER_ID", "test", "AWS_REGION", "eu-west-1");
    try (OperatorProcess operator =
        OperatorProcess.launch("no-kinds", empty.kubeconfig(), environment)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> operator.status().isPresent());

      assertThat(operator.status()).hasValue(1);
      assertThat(String.join("\n", operator.log()))
          .contains("could not start; exiting", "amioperator.dev");
    }
  }
}
