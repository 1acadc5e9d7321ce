package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.CacheEntry.FetchedValue;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Reads of EC2 in an account and region: a cache for each type of query, and the scans. */
final class RegionObserver {
  private final RegionReads reads;
  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final RegionScanner scanner;
  private final Map<QueryType<?>, QueryCache<?>> caches = new ConcurrentHashMap<>();

  RegionObserver(
      RegionReads reads,
      LogicalClock logicalClock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals) {
    this.reads = reads;
    this.logicalClock = logicalClock;
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    this.scanner =
        new RegionScanner(logicalClock, taskScheduler, intervals, reads, new RegionScanListener());
  }

  /**
   * @param outdated whether an answer of a moment is stale for the object that asks
   */
  <T> Observation<T> get(Query<T> query, Instant notBefore, Predicate<LogicalTime> outdated) {
    if (query.type().fetch() instanceof QueryType.BatchesOrScan<T>) {
      scanner.keepScanning();
    }
    return cache(query.type()).get(query.key(), notBefore, outdated);
  }

  /** Forgets what was not asked for since then; whether that leaves nothing at all. */
  boolean evict(Instant notAskedSince) {
    // Each is told, whatever the others remember.
    long remembering =
        caches.values().stream().filter(queryCache -> !queryCache.evict(notAskedSince)).count();
    return remembering == 0 && scanner.idle();
  }

  /** Each cache is stored under the type of the queries that it answers. */
  @SuppressWarnings("unchecked")
  private <T> QueryCache<T> cache(QueryType<T> type) {
    return (QueryCache<T>) caches.computeIfAbsent(type, this::newCache);
  }

  private <T> QueryCache<T> newCache(QueryType<T> type) {
    return new QueryCache<>(
        logicalClock,
        taskScheduler,
        intervals,
        executor(type.fetch()),
        key ->
            scanner
                .latest()
                .flatMap(
                    scan ->
                        type.fromScan()
                            .apply(scan, key)
                            .map(value -> new FetchedValue<>(value, scan.startedAt()))));
  }

  private <T> QueryCache.QueryExecutor<T> executor(QueryType.Fetch<T> fetch) {
    return switch (fetch) {
      case QueryType.Batches<T> batches -> new QueryBatcher<>(logicalClock, reads, batches);
      case QueryType.BatchesOrScan<T>(QueryType.Batches<T> batches) ->
          scanOr(new QueryBatcher<>(logicalClock, reads, batches), batches.size());
      case QueryType.Listing<?, T> listing ->
          (queryCache, keys) -> fetchListing(listing, queryCache, keys);
    };
  }

  private <T> QueryCache.QueryExecutor<T> scanOr(QueryBatcher<T> batcher, int batchSize) {
    return (queryCache, owners) -> {
      if (scanner.due() || (owners.size() > batchSize && scanner.fast())) {
        scanner.scanFor(owners);
      } else {
        batcher.execute(queryCache, owners);
      }
    };
  }

  private <I, T> void fetchListing(
      QueryType.Listing<I, T> listing, QueryCache<T> queryCache, List<String> keys) {
    LogicalTime began = logicalClock.next();
    PagedListing.start(taskScheduler, token -> listing.page().apply(reads, token))
        .thenApply(listing.collect())
        .whenComplete(
            (found, thrown) -> {
              if (thrown == null) {
                queryCache.completed(keys, key -> Optional.of(new FetchedValue<>(found, began)));
              } else {
                queryCache.failed(keys, RegionScanner.toEc2CallException(thrown));
              }
            });
  }

  /** Tells the caches of scans: owners that waited for a scan, and what scans cannot show. */
  private final class RegionScanListener implements RegionScanner.ScanListener {
    @Override
    public void scanStarting(Instant askedSince) {
      caches.forEach(
          (type, queryCache) -> {
            if (type.refreshedWithScans()) {
              queryCache.refreshUnscanned(askedSince);
            }
          });
    }

    @Override
    public void scanCompleted(List<String> owners) {
      cache(OwnedResourceQueries.BY_OWNER).completed(owners, owner -> Optional.empty());
    }

    @Override
    public void scanFailed(List<String> owners, Ec2CallException failure) {
      cache(OwnedResourceQueries.BY_OWNER).failed(owners, failure);
    }
  }
}
