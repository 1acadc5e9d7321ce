package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.CacheEntry.FetchedValue;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Cache of EC2's answers to the queries of a type in a region. Gathers queries for a moment and
 * sends them to EC2 together; no query is in flight twice at a time.
 */
final class QueryCache<T> {
  private final LogicalClock clock;
  private final TaskScheduler scheduler;
  private final ObserverIntervals intervals;
  private final QueryExecutor<T> executor;
  private final Predicate<T> refreshed;
  private final Function<String, Optional<FetchedValue<T>>> fromScan;

  private final Map<String, CacheEntry<T>> entries = new HashMap<>();
  private final Set<String> queuedKeys = new LinkedHashSet<>();
  private boolean batchWindowOpen;
  private boolean keyAddedSinceCheck;
  private int checks;

  /** Sends queries to EC2, in a background thread. */
  interface QueryExecutor<T> {
    /**
     * Reads keys from EC2. Each is reported to the cache exactly once, now or later: {@link
     * #completed}, {@link #failed} or {@link #requeue}.
     */
    void execute(QueryCache<T> cache, List<String> keys);
  }

  /**
   * @param refreshed the answers that are read again with each scan that does not show them
   * @param fromScan the answer in the latest scan of the region, if any
   */
  QueryCache(
      LogicalClock clock,
      TaskScheduler scheduler,
      ObserverIntervals intervals,
      QueryExecutor<T> executor,
      Predicate<T> refreshed,
      Function<String, Optional<FetchedValue<T>>> fromScan) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.intervals = intervals;
    this.executor = executor;
    this.refreshed = refreshed;
    this.fromScan = fromScan;
  }

  /**
   * @param outdated whether an answer of a time is stale for the object that queries
   */
  synchronized Observation<T> get(String key, Instant notBefore, Predicate<LogicalTime> outdated) {
    Instant now = clock.now();
    CacheEntry<T> entry = entries.computeIfAbsent(key, k -> new CacheEntry<>());
    entry.recordRequest(now);
    fromScan.apply(key).ifPresent(entry::update);
    Observation<T> observation = entry.observation(now, notBefore, outdated);
    if (observation instanceof Observation.Pending<T> && entry.idle()) {
      enqueue(key, entry);
    }
    return observation;
  }

  /** The result of the key's last read, which is kept as long as it is requested. */
  synchronized Observation<T> lastResult(String key, Instant notBefore) {
    CacheEntry<T> entry = entries.get(key);
    if (entry == null) {
      return new Observation.Pending<>();
    }
    Instant now = clock.now();
    entry.recordRequest(now);
    return entry.lastResult(now, notBefore);
  }

  /** Reads recently requested keys from EC2 that scans do not show. */
  synchronized void refreshUnscanned(Instant requestedSince) {
    Instant now = clock.now();
    entries.forEach(
        (key, entry) -> {
          if (entry.latest().filter(known -> refreshed.test(known.value())).isPresent()
              && entry.refreshable(now, requestedSince)
              && fromScan.apply(key).isEmpty()) {
            enqueue(key, entry);
          }
        });
  }

  /** Completes queries with values from EC2, or by a scan that {@code fromScan} now shows. */
  synchronized void completed(
      List<String> keys, Function<String, Optional<FetchedValue<T>>> values) {
    for (String key : keys) {
      CacheEntry<T> entry = entries.get(key);
      values.apply(key).ifPresent(entry::update);
      entry.complete();
    }
  }

  synchronized void failed(List<String> keys, Ec2CallException failure) {
    keys.forEach(key -> entries.get(key).fail(failure, clock.now()));
  }

  /** Requeues queries that the rate limit held back from EC2, before all others. */
  synchronized void requeue(List<String> keys) {
    Set<String> later = new LinkedHashSet<>(queuedKeys);
    queuedKeys.clear();
    queuedKeys.addAll(keys);
    queuedKeys.addAll(later);
    if (!batchWindowOpen) {
      batchWindowOpen = true;
      scheduler.schedule(PagedListing.RATE_LIMIT_RETRY_DELAY, this::closeBatchWindow);
    }
  }

  /** The latest value that EC2 answered for a key, however old. */
  synchronized Optional<T> lastValue(String key) {
    return Optional.ofNullable(entries.get(key))
        .flatMap(CacheEntry::latest)
        .map(FetchedValue::value);
  }

  /** Evicts answers that were not requested since a time; whether the cache is empty then. */
  synchronized boolean evict(Instant notRequestedSince) {
    entries.values().removeIf(entry -> entry.evictable(notRequestedSince));
    return entries.isEmpty();
  }

  private void enqueue(String key, CacheEntry<T> entry) {
    entry.markInFlight();
    queuedKeys.add(key);
    keyAddedSinceCheck = batchWindowOpen;
    if (!batchWindowOpen) {
      batchWindowOpen = true;
      checks = 0;
      scheduler.schedule(intervals.batchIdle(), this::closeBatchWindow);
    }
  }

  /** Sends the queries to EC2 once no more arrive, or after the longest wait. */
  private void closeBatchWindow() {
    List<String> keys;
    synchronized (this) {
      checks++;
      if (keyAddedSinceCheck
          && intervals.batchIdle().multipliedBy(checks + 1L).compareTo(intervals.batchAtMost())
              <= 0) {
        keyAddedSinceCheck = false;
        scheduler.schedule(intervals.batchIdle(), this::closeBatchWindow);
        return;
      }
      keys = new ArrayList<>(queuedKeys);
      queuedKeys.clear();
      batchWindowOpen = false;
    }
    executor.execute(this, keys);
  }
}
