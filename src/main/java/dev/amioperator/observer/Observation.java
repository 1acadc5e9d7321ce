package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import java.time.Instant;

/** The answer to a question put to an {@link Observer}: there, under way, or not to be had. */
public sealed interface Observation<T> {
  /**
   * What was seen.
   *
   * @param observedAt when the first call of the look-up began: what happened later may be missing
   */
  record Known<T>(T value, Instant observedAt) implements Observation<T> {}

  /** Being asked: come back in a second. */
  record Pending<T>() implements Observation<T> {}

  /** The look-up failed, and is not repeated before {@code retryAt}. */
  record Failed<T>(Ec2CallException failure, Instant retryAt) implements Observation<T> {}
}
