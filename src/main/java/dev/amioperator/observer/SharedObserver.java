package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.OwnedActions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Cached reads of EC2 that all reconcilers share: a {@link RegionObserver} for each account and
 * region.
 */
public final class SharedObserver implements Observer {
  /** EC2 answers that were not requested for this long are evicted. */
  private static final Duration EVICT_UNREQUESTED_AFTER = Duration.ofHours(1);

  private static final Duration EVICTION_INTERVAL = Duration.ofMinutes(10);

  private final Function<AccountRegion, RegionReads> regionReads;
  private final LogicalClock logicalClock;
  private final TaskScheduler scheduler;
  private final ObserverIntervals intervals;
  private final UsageScope usageScope;
  private final ReadInvalidation invalidation = new ReadInvalidation();
  private final Map<AccountRegion, RegionObserver> regionObservers = new ConcurrentHashMap<>();

  /** Reads of EC2 for reconcilers; {@code usageScope} is where images are used otherwise. */
  public SharedObserver(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      ClusterId cluster,
      InstantSource clock,
      TaskScheduler scheduler,
      ObserverIntervals intervals,
      UsageScope usageScope) {
    this.regionReads = key -> new RegionReads(key, cluster, reads, parameters, builders);
    this.logicalClock = new LogicalClock(clock);
    this.scheduler = scheduler;
    this.intervals = intervals;
    this.usageScope = usageScope;
    scheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
  }

  /**
   * The EC2 writes for reconcilers: each invalidates the claimant's reads from before its end. So
   * does a failed call, because it may have had its effect, and a refused one, because it was
   * planned from an outdated read.
   */
  public OwnedActions invalidatingReads(OwnedActions actions) {
    return (accountRegion, claim, action) -> {
      invalidation.writeStarted(accountRegion, claim.resource());
      try {
        return actions.execute(accountRegion, claim, action);
      } finally {
        invalidation.writeEnded(accountRegion, claim.resource(), logicalClock.next());
      }
    };
  }

  @Override
  public <T> Observation<T> get(
      AccountRegion accountRegion, Scope scope, Query<T> query, Instant notBefore) {
    Predicate<LogicalTime> outdated =
        readAt ->
            scope
                .owner()
                .filter(owner -> invalidation.invalidates(accountRegion, owner, readAt))
                .isPresent();
    return switch (regionObserver(accountRegion).get(query, notBefore, outdated)) {
      case Observation.Known<T>(T value, Instant observedAt) ->
          new Observation.Known<>(
              lastWriteEnd(accountRegion, scope)
                  .map(end -> query.type().afterWrite().apply(value, end))
                  .orElse(value),
              observedAt);
      case Observation.Failed<T>(Ec2CallException failure, Instant retryAt) ->
          new Observation.Failed<>(failure.about("in " + accountRegion.region()), retryAt);
      case Observation.Pending<T> pending -> pending;
    };
  }

  @Override
  public <T> Observation<T> lastResult(
      AccountRegion accountRegion, Query<T> query, Instant notBefore) {
    return regionObserver(accountRegion).lastResult(query, notBefore);
  }

  @Override
  public List<ConsumerAccount> consumers(AccountRegion accountRegion) {
    return usageScope.consumers(accountRegion);
  }

  @Override
  public List<ListedObjects> objects(Instant notBefore) {
    return usageScope.objects(notBefore);
  }

  @Override
  public boolean usageReports(AccountRegion accountRegion) {
    return usageScope.usageReports(accountRegion);
  }

  /** The start of the last complete scan of each account and region that is scanned now. */
  public Map<AccountRegion, Instant> latestScans() {
    Map<AccountRegion, Instant> starts = new HashMap<>();
    regionObservers.forEach(
        (region, observer) -> observer.latestScan().ifPresent(start -> starts.put(region, start)));
    return starts;
  }

  private Optional<Instant> lastWriteEnd(AccountRegion accountRegion, Scope scope) {
    return scope.owner().flatMap(owner -> invalidation.lastWriteEnd(accountRegion, owner));
  }

  private RegionObserver regionObserver(AccountRegion accountRegion) {
    return regionObservers.computeIfAbsent(
        accountRegion,
        key -> new RegionObserver(regionReads.apply(key), logicalClock, scheduler, intervals));
  }

  private void evictUnrequested() {
    scheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
    Instant now = logicalClock.now();
    invalidation.evict(now.minus(CacheEntry.MAX_AGE));
    regionObservers
        .values()
        .removeIf(observer -> observer.evict(now.minus(EVICT_UNREQUESTED_AFTER)));
  }
}
