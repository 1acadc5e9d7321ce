package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Names of Kubernetes events. */
class EventRecorderTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @Test
  void ordersEventNamesByTime() {
    assertThat(
            LongStream.of(0, 1, 1_000, 1_000_000, 86_400_000_000L)
                .mapToObj(micros -> EventRecorder.nameSuffix(NOON.plusNanos(micros * 1_000))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  /** The API server refuses events in a namespace under deletion, which is no fault. */
  @Test
  void knowsNamespaceUnderDeletion() {
    assertThat(EventRecorder.namespaceEnds(refusal(403, "NamespaceTerminating"))).isTrue();
    assertThat(EventRecorder.namespaceEnds(refusal(404, "NotFound"))).isTrue();
    assertThat(EventRecorder.namespaceEnds(refusal(403, "Forbidden"))).isFalse();
    assertThat(EventRecorder.namespaceEnds(new KubernetesClientException("no route"))).isFalse();
  }

  private static KubernetesClientException refusal(int code, String cause) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(code)
            .withNewDetails()
            .addNewCause()
            .withReason(cause)
            .endCause()
            .endDetails()
            .build());
  }
}
