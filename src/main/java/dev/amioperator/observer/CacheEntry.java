package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Cached EC2 answer to a query: value, failure, whether in flight. Not thread-safe. */
final class CacheEntry<T> {
  /** EC2's answers expire after this long, however old a reader allows them to be. */
  static final Duration MAX_AGE = Duration.ofDays(1);

  /** The delay before a failed EC2 read is retried, doubled each time ... */
  private static final Duration INITIAL_BACKOFF = Duration.ofSeconds(5);

  /** ... up to this, ... */
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

  /** ... or this, where a person has to grant a permission or fix the spec first. */
  private static final Duration MAX_BACKOFF_TERMINAL = Duration.ofMinutes(10);

  /** Null while nothing is known: there is an entry for each image of a large account. */
  private FetchedValue<T> latest;

  private Optional<Failed<T>> failure = Optional.empty();
  private int failures;
  private boolean inFlight;
  private long lastRequestedMillis = Long.MIN_VALUE;

  /** The result of an EC2 read that started at a logical time. */
  record FetchedValue<T>(T value, LogicalTime startedAt) {}

  Optional<FetchedValue<T>> latest() {
    return Optional.ofNullable(latest);
  }

  Observation<T> observation(Instant now, Instant notBefore, Predicate<LogicalTime> outdated) {
    Optional<FetchedValue<T>> fresh =
        recent(now, notBefore).filter(known -> !outdated.test(known.startedAt));
    if (fresh.isPresent()) {
      return new Known<>(fresh.get().value, fresh.get().startedAt.at());
    }
    return !inFlight && backingOff(now) ? failure.get() : new Pending<>();
  }

  /** The result of the last EC2 read, even while it is repeated: a failure, or a recent value. */
  Observation<T> lastResult(Instant now, Instant notBefore) {
    return failure
        .<Observation<T>>map(Function.identity())
        .or(
            () ->
                recent(now, notBefore).map(known -> new Known<>(known.value, known.startedAt.at())))
        .orElseGet(Pending::new);
  }

  private Optional<FetchedValue<T>> recent(Instant now, Instant notBefore) {
    return latest()
        .filter(
            known ->
                !known.startedAt.at().isBefore(notBefore)
                    && !known.startedAt.at().isBefore(now.minus(MAX_AGE)));
  }

  void recordRequest(Instant now) {
    lastRequestedMillis = now.toEpochMilli();
  }

  boolean idle() {
    return !inFlight;
  }

  void markInFlight() {
    inFlight = true;
  }

  /** Stores an EC2 read's result, unless that of a later read is known. */
  void update(FetchedValue<T> fetched) {
    if (latest == null || latest.startedAt.isBefore(fetched.startedAt)) {
      latest = fetched;
    }
  }

  void complete() {
    inFlight = false;
    failure = Optional.empty();
    failures = 0;
  }

  void fail(Ec2CallException cause, Instant now) {
    inFlight = false;
    failures++;
    failure = Optional.of(new Failed<>(cause, now.plus(backoff(cause.errorClass(), failures))));
  }

  /** Whether EC2 may be read again ahead of the next query. */
  boolean refreshable(Instant now, Instant requestedSince) {
    return !inFlight && !backingOff(now) && lastRequestedMillis >= requestedSince.toEpochMilli();
  }

  boolean evictable(Instant notRequestedSince) {
    return !inFlight && lastRequestedMillis < notRequestedSince.toEpochMilli();
  }

  private boolean backingOff(Instant now) {
    return failure.filter(failed -> now.isBefore(failed.retryAt())).isPresent();
  }

  private static Duration backoff(Ec2CallException.ErrorClass errorClass, int failures) {
    Duration longest = errorClass.terminal() ? MAX_BACKOFF_TERMINAL : MAX_BACKOFF;
    Duration doubled = INITIAL_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
