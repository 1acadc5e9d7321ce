package dev.amioperator.copy.queue;

import dev.amioperator.observer.TaskScheduler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Metrics of the image copies: per account and region {@code ami_operator_copies_waiting}, {@code
 * _in_flight}, {@code _limit} and the learned limits, and per object its position and percent.
 */
public final class CopyQueueMetrics implements MeterBinder {
  /** Registries are scraped about once in half a minute. */
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(15);

  private final CopyQueue queue;
  private final TaskScheduler scheduler;
  private final InstantSource clock;

  public CopyQueueMetrics(CopyQueue queue, TaskScheduler scheduler, InstantSource clock) {
    this.queue = queue;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** A gauge with a value for each account and region. */
  private record RegionGauge(MultiGauge gauge, ToDoubleFunction<QueueState> value) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    List<RegionGauge> byRegion =
        List.of(
            gauge(registry, "waiting", "Image copies without a slot", s -> s.waiting().size()),
            gauge(registry, "in.flight", "Image copies in progress", s -> s.inFlight().size()),
            gauge(registry, "limit", "Image copies at a time", QueueState::quota),
            gauge(
                registry,
                "learned.limit.images",
                "Image copies at a time before EC2 refuses; NaN: never refused",
                s -> learned(s.limit().learned().images())),
            gauge(
                registry,
                "learned.limit.snapshots",
                "Snapshot copies at a time before EC2 refuses; NaN: never refused",
                s -> learned(s.limit().learned().snapshots())));
    MultiGauge position =
        MultiGauge.builder("ami.operator.copy.queue.position")
            .description("Position of an object in the queue of an account and region")
            .register(registry);
    MultiGauge percent =
        MultiGauge.builder("ami.operator.copy.progress.percent")
            .description("Progress of an object's image copy into an account and region")
            .register(registry);
    refresh(byRegion, position, percent);
  }

  private static RegionGauge gauge(
      MeterRegistry registry, String name, String text, ToDoubleFunction<QueueState> value) {
    return new RegionGauge(
        MultiGauge.builder("ami.operator.copies." + name).description(text).register(registry),
        value);
  }

  private void refresh(List<RegionGauge> byRegion, MultiGauge position, MultiGauge percent) {
    Map<QueueDestination, QueueState> states = queue.states();
    byRegion.forEach(
        gauge ->
            gauge.gauge.register(
                states.entrySet().stream()
                    .<Row<?>>map(
                        e -> Row.of(tags(e.getKey()), gauge.value.applyAsDouble(e.getValue())))
                    .toList(),
                true));
    Instant now = clock.instant();
    position.register(rows(states, (state, rows) -> positions(state, now, rows)), true);
    percent.register(rows(states, (state, rows) -> percents(state, now, rows)), true);
    scheduler.schedule(REFRESH_INTERVAL, () -> refresh(byRegion, position, percent));
  }

  /** Adds the values of a queue's objects. */
  private interface ObjectValues {
    void add(QueueState state, Map<ResourceID, Integer> values);
  }

  private static Collection<Row<?>> rows(
      Map<QueueDestination, QueueState> states, ObjectValues values) {
    Collection<Row<?>> rows = new ArrayList<>();
    states.forEach(
        (destination, state) -> {
          Map<ResourceID, Integer> byObject = new HashMap<>();
          values.add(state, byObject);
          byObject.forEach(
              (object, value) -> rows.add(Row.of(tags(destination).and(tags(object)), value)));
        });
    return rows;
  }

  private static void positions(QueueState state, Instant now, Map<ResourceID, Integer> values) {
    Map<String, ResourceID> objects =
        state.waiting().stream().collect(Collectors.toMap(CopyRequest::key, r -> r.object().id()));
    CopyForecast forecast = state.forecast(now);
    forecast
        .byKey()
        .forEach((key, place) -> values.merge(objects.get(key), place.position(), Math::min));
  }

  private static void percents(QueueState state, Instant now, Map<ResourceID, Integer> values) {
    for (CopyInFlight copy : state.inFlight()) {
      copy.objectId()
          .ifPresent(
              object ->
                  copy.percent(state.durations(), now)
                      .ifPresent(done -> values.merge(object, done, Math::min)));
    }
  }

  private static double learned(int limit) {
    return limit == Integer.MAX_VALUE ? Double.NaN : limit;
  }

  private static Tags tags(QueueDestination destination) {
    return Tags.of("account", destination.accountId(), "region", destination.region());
  }

  private static Tags tags(ResourceID object) {
    return Tags.of("namespace", object.getNamespace().orElse(""), "name", object.getName());
  }
}
