package dev.amioperator.bench;

import dev.amioperator.bench.CopyStarts.CopyCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fairness of the copy queues between AmiCopies, and between their namespaces. */
final class Fairness {
  private final CopyRecords records;
  private final CopyStarts starts;
  private final Map<String, String> namespaces;
  private final Map<String, Instant> lastStarts = new HashMap<>();

  Fairness(CopyRecords records, CopyStarts starts) {
    this.records = records;
    this.starts = starts;
    this.namespaces =
        records.copies().stream()
            .collect(Collectors.toMap(AppliedCopy::sourceImageId, AppliedCopy::namespace));
    for (String source : namespaces.keySet()) {
      lastStarts.put(
          source, starts.lastStart(source, records.load().regions()).orElse(Instant.MAX));
    }
  }

  /**
   * AmiCopies that still waited for the start of a copy while a later AmiCopy of their namespace
   * had all its copies. Creation timestamps are whole seconds, so those of the same second have no
   * order.
   */
  List<AppliedCopy> overtaken() {
    return records.copies().stream()
        .filter(copy -> records.copies().stream().anyMatch(other -> finishedEarlier(other, copy)))
        .toList();
  }

  private boolean finishedEarlier(AppliedCopy later, AppliedCopy copy) {
    Instant lastStart = lastStarts.get(later.sourceImageId());
    return later.namespace().equals(copy.namespace())
        && later.created().isAfter(copy.created())
        && lastStart.isBefore(Instant.MAX)
        && lastStart.plus(starts.copyDuration()).isBefore(lastStarts.get(copy.sourceImageId()));
  }

  /**
   * Starts of copies by namespace, in all regions, while copies of both waited: after the last
   * AmiCopy was created and the first copies were done, until the first namespace has no more
   * copies to start in the region.
   */
  Map<String, Long> contendedStarts() {
    Map<String, Long> contended = zeros();
    for (String region : starts.byRegion().keySet()) {
      List<CopyCall> started = starts.startedIn(region);
      Instant until =
          contended.keySet().stream()
              .map(namespace -> lastStart(started, namespace))
              .min(Comparator.naturalOrder())
              .orElse(Instant.MIN);
      started.stream()
          .filter(copy -> !copy.time().isBefore(firstDone(started)))
          .filter(copy -> copy.time().isAfter(records.allApplied()))
          .filter(copy -> !copy.time().isAfter(until))
          .forEach(copy -> contended.merge(namespace(copy), 1L, Long::sum));
    }
    return contended;
  }

  private Instant firstDone(List<CopyCall> started) {
    return started.getFirst().time().plus(starts.copyDuration());
  }

  /** When a namespace starts its last copy in a region; never, while some still wait. */
  private Instant lastStart(List<CopyCall> started, String namespace) {
    long expected =
        records.copies().stream().filter(copy -> copy.namespace().equals(namespace)).count();
    List<Instant> times =
        started.stream()
            .filter(copy -> namespace(copy).equals(namespace))
            .map(CopyCall::time)
            .toList();
    return times.size() < expected
        ? Instant.MAX
        : times.stream().max(Comparator.naturalOrder()).orElse(Instant.MAX);
  }

  /**
   * Smallest part of the contended starts that a namespace had; empty if fewer copies started so
   * than fill the quota once, since their parts would be chance.
   */
  Optional<Double> leastShare() {
    Map<String, Long> contended = contendedStarts();
    long all = contended.values().stream().mapToLong(Long::longValue).sum();
    return all < (long) records.load().inFlight() * records.load().regions()
        ? Optional.empty()
        : contended.values().stream().map(count -> (double) count / all).min(Double::compare);
  }

  /** Starts of copies by namespace in each period of a copy's duration. */
  List<Map<String, Long>> startsOverTime() {
    Map<Long, Map<String, Long>> periods = new TreeMap<>();
    starts
        .started()
        .forEach(
            copy ->
                periods
                    .computeIfAbsent(period(copy), _ -> zeros())
                    .merge(namespace(copy), 1L, Long::sum));
    int last = periods.keySet().stream().mapToInt(Long::intValue).max().orElse(-1);
    return IntStream.rangeClosed(0, last)
        .mapToObj(period -> periods.getOrDefault((long) period, zeros()))
        .toList();
  }

  private long period(CopyCall copy) {
    Duration after = Duration.between(records.applied(), copy.time());
    return Math.max(0, after.dividedBy(starts.copyDuration()));
  }

  private Map<String, Long> zeros() {
    Map<String, Long> zeros = new TreeMap<>();
    records.copies().forEach(copy -> zeros.put(copy.namespace(), 0L));
    return zeros;
  }

  private String namespace(CopyCall call) {
    return namespaces.getOrDefault(call.sourceImageId(), "");
  }
}
