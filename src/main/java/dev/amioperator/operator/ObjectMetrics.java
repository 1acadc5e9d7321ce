package dev.amioperator.operator;

import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Metrics of the objects: {@code ami_operator_objects} and {@code
 * ami_operator_objects_oldest_not_ready_seconds}, by kind and condition.
 *
 * <p>They are counted at each scrape, from the informers' caches: a scrape calls neither Kubernetes
 * nor EC2, and no series remains of a reason that no object has any more. Cost: a series for each
 * kind and reason that an object has.
 */
final class ObjectMetrics extends Collector {
  /** The label of an object that was not reconciled yet. */
  private static final String NONE = "";

  private final Supplier<Stream<HasMetadata>> objects;
  private final InstantSource clock;

  /**
   * @param objects the custom resources in the caches; none on a standby, or each would count twice
   */
  ObjectMetrics(Supplier<Stream<HasMetadata>> objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /** The labels of a series, in the order of their names. */
  private record Labels(String kind, String ready, String reason) implements Comparable<Labels> {
    private static final List<String> NAMES = List.of("kind", "ready", "reason");

    private List<String> values() {
      return List.of(kind, ready, reason);
    }

    @Override
    public int compareTo(Labels other) {
      return values().toString().compareTo(other.values().toString());
    }
  }

  /** How many objects there are with the same labels, and since when the first of them. */
  private record Group(int count, Instant since) {
    private Group merge(Group other) {
      return new Group(count + other.count, since.isBefore(other.since) ? since : other.since);
    }
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily counts =
        new GaugeMetricFamily(
            "ami_operator_objects", "Objects, by the condition Ready and its reason", Labels.NAMES);
    GaugeMetricFamily ages =
        new GaugeMetricFamily(
            "ami_operator_objects_oldest_not_ready_seconds",
            "Age of the oldest condition Ready that is not True",
            Labels.NAMES);
    Instant now = clock.instant();
    groups()
        .forEach(
            (labels, group) -> {
              counts.addMetric(labels.values(), group.count);
              if (!labels.ready.equals("true")) {
                ages.addMetric(labels.values(), Duration.between(group.since, now).toSeconds());
              }
            });
    return List.of(counts, ages);
  }

  private Map<Labels, Group> groups() {
    Map<Labels, Group> groups = new TreeMap<>();
    try (Stream<HasMetadata> all = objects.get()) {
      all.forEach(
          object -> {
            Optional<Condition> ready = ready(object);
            Labels labels =
                new Labels(
                    object.getKind(),
                    ready.map(c -> c.status().name().toLowerCase(Locale.ROOT)).orElse("unknown"),
                    ready.map(Condition::reason).orElse(NONE));
            String since =
                ready
                    .map(Condition::lastTransitionTime)
                    .orElseGet(() -> object.getMetadata().getCreationTimestamp());
            groups.merge(labels, new Group(1, Instant.parse(since)), Group::merge);
          });
    }
    return groups;
  }

  private static Optional<Condition> ready(HasMetadata object) {
    return object instanceof CustomResource<?, ?> resource
            && resource.getStatus() instanceof ConditionedStatus status
        ? Stream.ofNullable(status.conditions())
            .flatMap(List::stream)
            .filter(condition -> condition.type() == Condition.Type.READY)
            .findFirst()
        : Optional.empty();
  }
}
