package dev.amioperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatusBuilder;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects by kind and condition, as a scrape shows them. */
class ObjectMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<HasMetadata> cache = new ArrayList<>();
  private final CollectorRegistry registry = new CollectorRegistry();

  @BeforeEach
  void register() {
    registry.register(new ObjectMetrics(cache::stream, () -> NOW));
  }

  @Test
  void countsObjectsByConditionAndReason() {
    cache.add(image("web-1", Condition.Status.TRUE, "Available", 100));
    cache.add(image("web-2", Condition.Status.TRUE, "Available", 90));
    cache.add(image("web-3", Condition.Status.FALSE, "InUse", 40));
    cache.add(image("web-4", Condition.Status.FALSE, "InUse", 60));
    cache.add(created("web-5", 5));

    assertThat(objects("true", "Available")).isEqualTo(2);
    assertThat(objects("false", "InUse")).isEqualTo(2);
    assertThat(objects("unknown", "")).isEqualTo(1);
    assertThat(oldest("false", "InUse")).isEqualTo(60);
    assertThat(oldest("unknown", "")).isEqualTo(5);
    assertThat(oldest("true", "Available")).isNull();
  }

  /** A gauge that is only ever set would show the old reason until the process ends. */
  @Test
  void leavesNoSeriesOfFormerReason() {
    cache.add(image("web-1", Condition.Status.FALSE, "Denied", 40));
    assertThat(objects("false", "Denied")).isEqualTo(1);

    cache.set(0, image("web-1", Condition.Status.TRUE, "Available", 0));
    assertThat(objects("false", "Denied")).isNull();
    assertThat(oldest("false", "Denied")).isNull();
    assertThat(objects("true", "Available")).isEqualTo(1);

    cache.clear();
    assertThat(objects("true", "Available")).isNull();
  }

  private Double objects(String ready, String reason) {
    return value("ami_operator_objects", ready, reason);
  }

  private Double oldest(String ready, String reason) {
    return value("ami_operator_objects_oldest_not_ready_seconds", ready, reason);
  }

  private Double value(String name, String ready, String reason) {
    return registry.getSampleValue(
        name, new String[] {"kind", "ready", "reason"}, new String[] {"AmiImage", ready, reason});
  }

  private static AmiImage image(
      String name, Condition.Status ready, String reason, long secondsAgo) {
    AmiImage image = created(name, 1000);
    image.setStatus(
        AmiImageStatusBuilder.builder()
            .conditions(
                List.of(
                    new Condition(
                        Condition.Type.READY,
                        ready,
                        1L,
                        NOW.minusSeconds(secondsAgo).toString(),
                        reason,
                        "")))
            .toStatus());
    return image;
  }

  private static AmiImage created(String name, long secondsAgo) {
    AmiImage image = Manifests.existing(name, "ami-0123456789abcdef0");
    image.getMetadata().setCreationTimestamp(NOW.minusSeconds(secondsAgo).toString());
    return image;
  }
}
