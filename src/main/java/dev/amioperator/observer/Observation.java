package dev.amioperator.observer;

import dev.amioperator.ec2.Ec2CallException;
import java.time.Instant;

/** The observer's answer to an EC2 query: known, pending or failed. */
public sealed interface Observation<T> {
  /**
   * The value that EC2 answered.
   *
   * @param observedAt when the first EC2 call of the read began: later changes may be missing
   */
  record Known<T>(T value, Instant observedAt) implements Observation<T> {}

  /** The EC2 read is in flight: query again in a second. */
  record Pending<T>() implements Observation<T> {}

  /** The EC2 read failed, and is not repeated before {@code retryAt}. */
  record Failed<T>(Ec2CallException failure, Instant retryAt) implements Observation<T> {}
}
