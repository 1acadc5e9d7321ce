package dev.amioperator.observer;

import dev.amioperator.ec2.Page;
import dev.amioperator.observer.CacheEntry.FetchedValue;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** EC2 reads of an account and region: a cache per query type, and scans. */
final class RegionObserver {
  private final RegionReads reads;
  private final LogicalClock clock;
  private final TaskScheduler scheduler;
  private final ObserverIntervals intervals;
  private final RegionScanner scanner;
  private final Map<QueryType<?>, QueryCache<?>> caches = new ConcurrentHashMap<>();

  RegionObserver(
      RegionReads reads, LogicalClock clock, TaskScheduler scheduler, ObserverIntervals intervals) {
    this.reads = reads;
    this.clock = clock;
    this.scheduler = scheduler;
    this.intervals = intervals;
    this.scanner = new RegionScanner(clock, scheduler, intervals, reads, new RegionScanListener());
  }

  /**
   * @param outdated whether an answer of a time is stale for the object that queries
   */
  <T> Observation<T> get(Query<T> query, Instant notBefore, Predicate<LogicalTime> outdated) {
    if (query.type().fetch() instanceof QueryType.BatchesOrScan<T>) {
      scanner.keepScanning();
    }
    return cache(query.type()).get(query.key(), notBefore, outdated);
  }

  /** The result of the query's last read. */
  <T> Observation<T> lastResult(Query<T> query, Instant notBefore) {
    return cache(query.type()).lastResult(query.key(), notBefore);
  }

  /** When the last complete scan of the region began; empty if it is not scanned now. */
  Optional<Instant> latestScan() {
    return scanner.latest().map(scan -> scan.startedAt().at());
  }

  /** Evicts answers that were not requested since a time; whether none is left. */
  boolean evict(Instant notRequestedSince) {
    // Not noneMatch: every cache has to evict.
    long remembering = caches.values().stream().filter(c -> !c.evict(notRequestedSince)).count();
    return remembering == 0 && scanner.idle();
  }

  /** Each cache is stored under the type of the queries that it answers. */
  @SuppressWarnings("unchecked")
  private <T> QueryCache<T> cache(QueryType<T> type) {
    return (QueryCache<T>) caches.computeIfAbsent(type, this::newCache);
  }

  private <T> QueryCache<T> newCache(QueryType<T> type) {
    return new QueryCache<>(
        clock,
        scheduler,
        intervals,
        executor(type),
        type.refreshedWithScans(),
        key ->
            scanner
                .latest()
                .flatMap(
                    scan ->
                        type.fromScan()
                            .apply(scan, key)
                            .map(value -> new FetchedValue<>(value, scan.startedAt()))));
  }

  private <T> QueryCache.QueryExecutor<T> executor(QueryType<T> type) {
    return switch (type.fetch()) {
      case QueryType.Batches<T> batches -> new QueryBatcher<>(type.name(), clock, reads, batches);
      case QueryType.BatchesOrScan<T>(QueryType.Batches<T> batches) ->
          scanOr(new QueryBatcher<>(type.name(), clock, reads, batches));
      case QueryType.Listing<?, T> listing -> (cache, keys) -> fetchListing(listing, cache, keys);
      case QueryType.ListingOrScan<?, T>(QueryType.Listing<?, T> listing) ->
          (cache, keys) -> {
            if (scanner.showsAccount()) {
              scanner.scanFor(cache, keys);
            } else {
              fetchListing(listing, cache, keys);
            }
          };
    };
  }

  private <T> QueryCache.QueryExecutor<T> scanOr(QueryBatcher<T> batcher) {
    return (cache, owners) -> {
      if (scanner.due()
          || scanner.dueSoon()
          || scanner.showsAccount()
          || (owners.size() > batcher.size() && scanner.fast())) {
        scanner.scanFor(cache, owners);
      } else {
        batcher.execute(cache, owners);
      }
    };
  }

  private <I, T> void fetchListing(
      QueryType.Listing<I, T> listing, QueryCache<T> cache, List<String> keys) {
    LogicalTime began = clock.next();
    UnaryOperator<Page<I>> unchanged = listing.unchanged().apply(cache.lastValue(keys.getFirst()));
    PagedListing.start(scheduler, token -> unchanged.apply(listing.page().apply(reads, token)))
        .whenComplete(
            (found, thrown) -> {
              if (thrown == null) {
                cache.completed(
                    keys,
                    key ->
                        Optional.of(
                            new FetchedValue<>(
                                listing.answer().of(cache.lastValue(key), began.at(), found),
                                began)));
              } else {
                cache.failed(keys, RegionScanner.toEc2CallException(thrown));
              }
            });
  }

  /** Refreshes images that scans do not show. */
  private final class RegionScanListener implements RegionScanner.ScanListener {
    @Override
    public void scanStarting(Instant requestedSince) {
      caches.values().forEach(cache -> cache.refreshUnscanned(requestedSince));
    }
  }
}
