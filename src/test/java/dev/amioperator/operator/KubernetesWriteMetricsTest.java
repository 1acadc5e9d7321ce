package dev.amioperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesWriteMetricsTest {
  @ParameterizedTest
  @CsvSource({
    "/apis/amioperator.dev/v1alpha1/namespaces/images/amicopies/web-42/status, amicopies/status",
    "/apis/amioperator.dev/v1alpha1/namespaces/images/amiimages/web-42, amiimages",
    "/apis/amioperator.dev/v1alpha1/awsaccounts/default/status, awsaccounts/status",
    "/apis/events.k8s.io/v1/namespaces/images/events, events",
    "/apis/coordination.k8s.io/v1/namespaces/ami/leases/ami-operator, leases",
    "/api/v1/namespaces/images/configmaps/web-plan, configmaps",
    "/api/v1/namespaces/images, namespaces",
    "/api/v1/namespaces, namespaces",
    "/version, other"
  })
  void namesResourceWithoutObject(String path, String resource) {
    assertThat(KubernetesWriteMetrics.resource(path)).isEqualTo(resource);
  }

  @Test
  void countsOnlyWrites() {
    assertThat(KubernetesWriteMetrics.verb("GET")).isEmpty();
    assertThat(KubernetesWriteMetrics.verb("PATCH")).contains("patch");
  }
}
