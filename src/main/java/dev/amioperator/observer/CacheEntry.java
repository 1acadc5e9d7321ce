package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.LogicalClock.LogicalTime;
import dev.amioperator.observer.Observation.Failed;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Observation.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** EC2's answer to a query: its value, its failure, whether it is under way. Not thread-safe. */
final class CacheEntry<T> {
  /** Answers of EC2 never count for longer, however old a reader allows them to be. */
  static final Duration MAX_AGE = Duration.ofDays(1);

  /** A failed look-up is repeated after this long, then after twice as long each time ... */
  private static final Duration INITIAL_BACKOFF = Duration.ofSeconds(5);

  /** ... up to this long, ... */
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

  /** ... or this, where a person has to grant or correct something first. */
  private static final Duration MAX_BACKOFF_TERMINAL = Duration.ofMinutes(10);

  private Optional<FetchedValue<T>> latest = Optional.empty();
  private Optional<Failed<T>> failure = Optional.empty();
  private int failures;
  private boolean inFlight;
  private Instant lastRequested = Instant.MIN;

  /** What a look-up showed that began at a moment. */
  record FetchedValue<T>(T value, LogicalTime startedAt) {}

  Optional<FetchedValue<T>> latest() {
    return latest;
  }

  Observation<T> observation(Instant now, Instant notBefore, Predicate<LogicalTime> outdated) {
    Optional<FetchedValue<T>> fresh =
        latest.filter(
            known ->
                !known.startedAt.at().isBefore(notBefore)
                    && !known.startedAt.at().isBefore(now.minus(MAX_AGE))
                    && !outdated.test(known.startedAt));
    if (fresh.isPresent()) {
      return new Known<>(fresh.get().value, fresh.get().startedAt.at());
    }
    return !inFlight && backingOff(now) ? failure.get() : new Pending<>();
  }

  void recordRequest(Instant now) {
    lastRequested = now;
  }

  boolean idle() {
    return !inFlight;
  }

  void markInFlight() {
    inFlight = true;
  }

  /** Takes a fact over unless a later look-up's is known. */
  void update(FetchedValue<T> learnt) {
    if (latest.map(known -> known.startedAt.isBefore(learnt.startedAt)).orElse(true)) {
      latest = Optional.of(learnt);
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

  /** Whether it may be asked again ahead of time. */
  boolean refreshable(Instant now, Instant askedSince) {
    return !inFlight && !backingOff(now) && !lastRequested.isBefore(askedSince);
  }

  boolean evictable(Instant notAskedSince) {
    return !inFlight && lastRequested.isBefore(notAskedSince);
  }

  private boolean backingOff(Instant now) {
    return failure.map(failed -> now.isBefore(failed.retryAt())).orElse(false);
  }

  private static Duration backoff(Ec2CallException.ErrorClass errorClass, int failures) {
    Duration longest = errorClass.terminal() ? MAX_BACKOFF_TERMINAL : MAX_BACKOFF;
    Duration doubled = INITIAL_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
