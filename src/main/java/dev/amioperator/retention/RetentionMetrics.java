package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.retention.RetentionReason.Group;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of the last complete plan of each policy: {@code ami_operator_retention_images}, {@code
 * _retire}, {@code _blocked}, {@code _reclaimable_bytes}, {@code _orphaned_snapshots} and {@code
 * _orphaned_bytes}.
 */
@ApplicationScoped
class RetentionMetrics {
  private final Map<Tags, Values> values = new ConcurrentHashMap<>();
  private final List<PlanGauge> gauges;

  RetentionMetrics(MeterRegistry registry) {
    gauges =
        List.of(
            gauge(registry, "images", "Images that the policy selects", Values::images),
            gauge(registry, "retire", "Images that no rule keeps", Values::retire),
            gauge(registry, "blocked", "Images whose removal is blocked", Values::blocked),
            gauge(
                registry,
                "reclaimable.bytes",
                "Size of the snapshots that only images to retire use",
                Values::reclaimableBytes),
            gauge(
                registry,
                "orphaned.snapshots",
                "Snapshots that no image uses, left behind by images",
                Values::orphanedSnapshots),
            gauge(
                registry,
                "orphaned.bytes",
                "Size of the volumes of the orphaned snapshots",
                Values::orphanedBytes));
  }

  private record PlanGauge(MultiGauge gauge, ToDoubleFunction<Values> value) {}

  private record Values(
      int images,
      int retire,
      int blocked,
      long reclaimableBytes,
      int orphanedSnapshots,
      long orphanedBytes) {}

  /** Shows the plan of a policy. */
  void update(
      AmiRetentionPolicy policy,
      List<Decision> decisions,
      Reclaimable reclaimable,
      List<OrphanDecision> orphans) {
    Values next =
        new Values(
            decisions.size(),
            PlanSummary.count(decisions, Group.RETIRE),
            PlanSummary.count(decisions, Group.BLOCKED),
            reclaimable.bytes(),
            orphans.size(),
            OrphanSummary.gib(orphans) * Reclaimable.GIB);
    if (!next.equals(values.put(tags(policy), next))) {
      register();
    }
  }

  /** Removes the values of a deleted policy. */
  void remove(AmiRetentionPolicy policy) {
    if (values.remove(tags(policy)) != null) {
      register();
    }
  }

  private synchronized void register() {
    gauges.forEach(
        gauge ->
            gauge.gauge.register(
                values.entrySet().stream()
                    .<Row<?>>map(
                        entry ->
                            Row.of(entry.getKey(), gauge.value.applyAsDouble(entry.getValue())))
                    .toList(),
                true));
  }

  private static PlanGauge gauge(
      MeterRegistry registry, String name, String text, ToDoubleFunction<Values> value) {
    return new PlanGauge(
        MultiGauge.builder("ami.operator.retention." + name).description(text).register(registry),
        value);
  }

  private static Tags tags(AmiRetentionPolicy policy) {
    return Tags.of(
        "namespace", policy.getMetadata().getNamespace(), "name", policy.getMetadata().getName());
  }
}
