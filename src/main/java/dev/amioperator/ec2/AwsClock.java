package dev.amioperator.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Comparison of the local clock with AWS's. The SDK corrects the signatures of calls for a wrong
 * local clock without a word, so calls succeed while every age and period here is wrong.
 */
public interface AwsClock {
  /** The comparison by AWS's latest response; empty before the first. */
  Optional<Measurement> lastMeasurement();

  /**
   * A comparison of the clocks, exact to some seconds.
   *
   * @param localAhead how far the local clock is ahead of AWS's; negative: behind
   * @param measuredAt by the local clock
   */
  record Measurement(Duration localAhead, Instant measuredAt) {}
}
