package dev.amioperator.operator;

import dev.amioperator.observer.SharedObserver;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metric {@code ami_operator_scan_age_seconds}, at each scrape: a region that is no longer
 * scanned has no series. Cost: a series for each account and region that is scanned.
 */
final class ScanMetrics extends Collector {
  private final SharedObserver observer;
  private final InstantSource clock;

  ScanMetrics(SharedObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily ages =
        new GaugeMetricFamily(
            "ami_operator_scan_age_seconds",
            "Time since the start of the last complete scan of an account and region",
            List.of("account", "region"));
    // AwsAccounts of the same account id each scan for themselves; the oldest scan counts.
    Map<List<String>, Instant> starts =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    observer
        .latestScans()
        .forEach(
            (place, start) ->
                starts.merge(
                    List.of(place.accountId(), place.region()),
                    start,
                    (a, b) -> a.isBefore(b) ? a : b));
    Instant now = clock.instant();
    starts.forEach(
        (labels, start) -> ages.addMetric(labels, Duration.between(start, now).toSeconds()));
    return List.of(ages);
  }
}
