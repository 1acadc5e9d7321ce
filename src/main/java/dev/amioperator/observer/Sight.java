package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import java.time.Instant;

/** The answer to a question put to an {@link Observer}: there, under way, or not to be had. */
public sealed interface Sight<T> {
  /**
   * What was seen.
   *
   * @param askedAt when the first call of the look-up began: what happened later may be missing
   */
  record Seen<T>(T value, Instant askedAt) implements Sight<T> {}

  /** Being asked: come back in a second. */
  record Pending<T>() implements Sight<T> {}

  /** The look-up failed, and is not repeated before {@code retryAt}. */
  record Failed<T>(Ec2CallException failure, Instant retryAt) implements Sight<T> {}
}
