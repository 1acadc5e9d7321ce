package dev.amioperator.copy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.simulator.state.Quotas;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the copy queue tells others: metrics, and events for reconcilers. */
class CopyQueueMetricsTest {
  private final QueueSimulation simulation = new QueueSimulation();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void showsQueueByRegionAndObject() {
    simulation.cloud.quotas(Quotas::countingSnapshotsOfImages);
    new CopyQueueMetrics(simulation.queue, simulation.time, simulation.time).bindTo(registry);
    for (int i = 0; i < 25; i++) {
      simulation.add("images", "web-" + i, 8, 8);
    }
    simulation.time.run(Duration.ofSeconds(170));

    assertThat(regional("waiting")).isEqualTo(5);
    assertThat(regional("in.flight")).isEqualTo(10);
    assertThat(regional("limit")).isEqualTo(300);
    assertThat(regional("learned.limit.snapshots")).isEqualTo(20);
    assertThat(regional("learned.limit.images")).isNaN();
    assertThat(registry.get("ami.operator.copy.queue.position").gauges()).hasSize(5);
    assertThat(registry.get("ami.operator.copy.progress.percent").gauges())
        .hasSize(10)
        .allSatisfy(gauge -> assertThat(gauge.value()).isBetween(20.0, 80.0));
  }

  private double regional(String name) {
    return registry
        .get("ami.operator.copies." + name)
        .tag("account", "123456789012")
        .tag("region", "us-east-1")
        .gauge()
        .value();
  }

  @Test
  void sendsEventsToReconciler() {
    List<Event> events = new ArrayList<>();
    SimpleInboundEventSource<AmiCopy> source = CopyQueueEventSource.of(simulation.queue);
    source.setEventHandler(events::add);
    source.start();
    simulation.add("images", "web", 8);
    simulation.time.run(Duration.ofMinutes(5));

    assertThat(events)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            event -> assertThat(event.getRelatedCustomResourceID().getName()).isEqualTo("web"));
  }
}
