package dev.amioperator.observer;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsActions;
import dev.amioperator.ec2.BuildInstanceReads;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.OwnedActions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Cached reads of EC2 that all reconcilers share: a {@link RegionObserver} for each account and
 * region.
 */
public final class SharedObserver implements Observer {
  /** Answers that were not asked for this long are forgotten. */
  private static final Duration EVICT_UNREQUESTED_AFTER = Duration.ofHours(1);

  private static final Duration EVICTION_INTERVAL = Duration.ofMinutes(10);

  private final Ec2Reads reads;
  private final ParameterReads parameters;
  private final BuildInstanceReads builders;
  private final ClusterId cluster;
  private final LogicalClock logicalClock;
  private final TaskScheduler taskScheduler;
  private final ObserverIntervals intervals;
  private final ReadInvalidation readInvalidation = new ReadInvalidation();
  private final Map<AccountRegion, RegionObserver> regionObservers = new ConcurrentHashMap<>();

  public SharedObserver(
      Ec2Reads reads,
      ParameterReads parameters,
      BuildInstanceReads builders,
      ClusterId cluster,
      InstantSource clock,
      TaskScheduler taskScheduler,
      ObserverIntervals intervals) {
    this.reads = reads;
    this.parameters = parameters;
    this.builders = builders;
    this.cluster = cluster;
    this.logicalClock = new LogicalClock(clock);
    this.taskScheduler = taskScheduler;
    this.intervals = intervals;
    taskScheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
  }

  /** The only writes that reconcilers get: they mark this observer's earlier reads as stale. */
  public OwnedActions invalidatingReads(AwsActions actions) {
    return new InvalidatingActions(actions, readInvalidation, logicalClock::next);
  }

  @Override
  public <T> Observation<T> get(
      AccountRegion accountRegion, Scope scope, Query<T> query, Instant notBefore) {
    Predicate<LogicalTime> outdated =
        seen ->
            scope
                .owner()
                .filter(owner -> readInvalidation.invalidates(accountRegion, owner, seen))
                .isPresent();
    Observation<T> observation = regionObserver(accountRegion).get(query, notBefore, outdated);
    return observation instanceof Observation.Known<T>(T value, Instant observedAt)
        ? new Observation.Known<>(
            lastWriteEnd(accountRegion, scope)
                .map(end -> query.type().afterWrite().apply(value, end))
                .orElse(value),
            observedAt)
        : observation;
  }

  private Optional<Instant> lastWriteEnd(AccountRegion accountRegion, Scope scope) {
    return scope.owner().flatMap(owner -> readInvalidation.lastWriteEnd(accountRegion, owner));
  }

  private RegionObserver regionObserver(AccountRegion accountRegion) {
    return regionObservers.computeIfAbsent(
        accountRegion,
        key ->
            new RegionObserver(
                new RegionReads(key, cluster, reads, parameters, builders),
                logicalClock,
                taskScheduler,
                intervals));
  }

  private void evictUnrequested() {
    taskScheduler.schedule(EVICTION_INTERVAL, this::evictUnrequested);
    Instant now = logicalClock.now();
    readInvalidation.evict(now.minus(CacheEntry.MAX_AGE));
    regionObservers.values().removeIf(place -> place.evict(now.minus(EVICT_UNREQUESTED_AFTER)));
  }
}
