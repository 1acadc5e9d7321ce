package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Sight.Failed;
import dev.amioperator.observer.Sight.Pending;
import dev.amioperator.observer.Sight.Seen;
import dev.amioperator.observer.Timeline.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** One question: what is known, what went wrong, whether it is under way. Not thread-safe. */
final class Question<T> {
  /** What was seen longer ago counts for nobody, however old an answer may be. */
  static final Duration OLDEST = Duration.ofDays(1);

  /** A failed look-up is repeated after this long, then after twice as long each time ... */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /** ... up to this long, or the pause that the failure asks for where that is longer. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private Optional<Fact<T>> fact = Optional.empty();
  private Optional<Failed<T>> failure = Optional.empty();
  private int failures;
  private boolean underWay;
  private Instant lastAsked = Instant.MIN;

  /** What a look-up showed that began at a moment. */
  record Fact<T>(T value, Moment began) {}

  Optional<Fact<T>> fact() {
    return fact;
  }

  Sight<T> sight(Instant now, Instant notBefore, Predicate<Moment> outdated) {
    Optional<Fact<T>> fresh =
        fact.filter(
            known ->
                !known.began.at().isBefore(notBefore)
                    && !known.began.at().isBefore(now.minus(OLDEST))
                    && !outdated.test(known.began));
    if (fresh.isPresent()) {
      return new Seen<>(fresh.get().value, fresh.get().began.at());
    }
    return !underWay && resting(now) ? failure.get() : new Pending<>();
  }

  void askedAbout(Instant now) {
    lastAsked = now;
  }

  boolean idle() {
    return !underWay;
  }

  void sendOff() {
    underWay = true;
  }

  /** Takes a fact over unless a later look-up's is known. */
  void learn(Fact<T> learnt) {
    if (fact.map(known -> known.began.isBefore(learnt.began)).orElse(true)) {
      fact = Optional.of(learnt);
    }
  }

  void settle() {
    underWay = false;
    failure = Optional.empty();
    failures = 0;
  }

  void fail(Ec2CallException cause, Instant now) {
    underWay = false;
    failures++;
    failure = Optional.of(new Failed<>(cause, now.plus(pause(cause.errorClass(), failures))));
  }

  /** Whether it may be asked again ahead of time. */
  boolean refreshable(Instant now, Instant askedSince) {
    return !underWay && !resting(now) && !lastAsked.isBefore(askedSince);
  }

  boolean forgettable(Instant notAskedSince) {
    return !underWay && lastAsked.isBefore(notAskedSince);
  }

  private boolean resting(Instant now) {
    return failure.map(failed -> now.isBefore(failed.retryAt())).orElse(false);
  }

  private static Duration pause(Ec2CallException.ErrorClass errorClass, int failures) {
    Duration longest =
        errorClass.retryDelay().compareTo(LONGEST_PAUSE) > 0
            ? errorClass.retryDelay()
            : LONGEST_PAUSE;
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
