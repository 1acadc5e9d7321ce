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
 * EC2's answers to queries of a type in a region. Gathers queries for a moment, has them put to EC2
 * together, and remembers the answers. No query is under way twice at a time.
 */
final class QueryCache<T> {
  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final QueryExecutor<T> executor;
  private final Function<String, Optional<FetchedValue<T>>> fromScan;

  private final Map<String, CacheEntry<T>> entries = new HashMap<>();
  private final Set<String> queuedKeys = new LinkedHashSet<>();
  private boolean batchWindowOpen;
  private boolean keyAddedSinceCheck;
  private int checks;

  /** Puts questions to EC2, in a background thread. */
  interface QueryExecutor<T> {
    /**
     * Tells the cache of each query exactly once, now or later, what became of it: {@link
     * #completed}, {@link #failed} or {@link #requeue}.
     */
    void execute(QueryCache<T> queryCache, List<String> keys);
  }

  /**
   * @param fromScan what a scan happened to show of it
   */
  QueryCache(
      LogicalClock logicalClock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals,
      QueryExecutor<T> executor,
      Function<String, Optional<FetchedValue<T>>> fromScan) {
    this.logicalClock = logicalClock;
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    this.executor = executor;
    this.fromScan = fromScan;
  }

  /**
   * @param outdated whether an answer of a moment is stale for the object that asks
   */
  synchronized Observation<T> get(String key, Instant notBefore, Predicate<LogicalTime> outdated) {
    Instant now = logicalClock.now();
    CacheEntry<T> cacheEntry = entries.computeIfAbsent(key, k -> new CacheEntry<>());
    cacheEntry.recordRequest(now);
    fromScan.apply(key).ifPresent(cacheEntry::update);
    Observation<T> observation = cacheEntry.observation(now, notBefore, outdated);
    if (observation instanceof Observation.Pending<T> && cacheEntry.idle()) {
      enqueue(key, cacheEntry);
    }
    return observation;
  }

  /** Reads again what was asked for since then and scans do not show, ahead of the next query. */
  synchronized void refreshUnscanned(Instant askedSince) {
    Instant now = logicalClock.now();
    entries.forEach(
        (key, cacheEntry) -> {
          if (cacheEntry.refreshable(now, askedSince) && fromScan.apply(key).isEmpty()) {
            enqueue(key, cacheEntry);
          }
        });
  }

  /** The questions were answered, by facts or by a scan that {@code fromScan} now shows. */
  synchronized void completed(
      List<String> keys, Function<String, Optional<FetchedValue<T>>> facts) {
    for (String key : keys) {
      CacheEntry<T> cacheEntry = entries.get(key);
      facts.apply(key).ifPresent(cacheEntry::update);
      cacheEntry.complete();
    }
  }

  synchronized void failed(List<String> keys, Ec2CallException failure) {
    keys.forEach(key -> entries.get(key).fail(failure, logicalClock.now()));
  }

  /** The questions could not be put yet: they go out again after a pause, before all others. */
  synchronized void requeue(List<String> keys) {
    Set<String> later = new LinkedHashSet<>(queuedKeys);
    queuedKeys.clear();
    queuedKeys.addAll(keys);
    queuedKeys.addAll(later);
    if (!batchWindowOpen) {
      batchWindowOpen = true;
      taskScheduler.schedule(PagedListing.RATE_LIMIT_RETRY_DELAY, this::closeBatchWindow);
    }
  }

  /** What was last seen of it, for those who compare. */
  synchronized Optional<T> lastValue(String key) {
    return Optional.ofNullable(entries.get(key))
        .flatMap(CacheEntry::latest)
        .map(FetchedValue::value);
  }

  /** Forgets what was not asked for since then; whether that leaves nothing. */
  synchronized boolean evict(Instant notAskedSince) {
    entries.values().removeIf(cacheEntry -> cacheEntry.evictable(notAskedSince));
    return entries.isEmpty();
  }

  private void enqueue(String key, CacheEntry<T> cacheEntry) {
    cacheEntry.markInFlight();
    queuedKeys.add(key);
    openBatchWindow();
  }

  private void openBatchWindow() {
    keyAddedSinceCheck = true;
    if (!batchWindowOpen) {
      batchWindowOpen = true;
      keyAddedSinceCheck = false;
      checks = 0;
      taskScheduler.schedule(intervals.batchIdle(), this::closeBatchWindow);
    }
  }

  /** Sends the gathered questions off once no more come, or when the first waited long enough. */
  private void closeBatchWindow() {
    List<String> keys;
    synchronized (this) {
      checks++;
      if (keyAddedSinceCheck
          && intervals.batchIdle().multipliedBy(checks + 1L).compareTo(intervals.batchAtMost())
              <= 0) {
        keyAddedSinceCheck = false;
        taskScheduler.schedule(intervals.batchIdle(), this::closeBatchWindow);
        return;
      }
      keys = new ArrayList<>(queuedKeys);
      queuedKeys.clear();
      batchWindowOpen = false;
    }
    executor.execute(this, keys);
  }
}
