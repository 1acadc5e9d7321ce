package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

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
}
