package dev.amioperator.ownership;

import dev.amioperator.ec2.AwsClock;
import dev.amioperator.ec2.AwsClock.Measurement;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Refuses EC2 deletions while the local clock is wrong or not compared with AWS's. */
public final class ClockCheck {
  /** EC2 itself accepts signatures that are five minutes old. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  /** The account is verified with STS about every two minutes, and each response is compared. */
  private static final Duration MAX_AGE = Duration.ofMinutes(15);

  private static final String CODE = "ClockSkew";

  private final AwsClock awsClock;
  private final InstantSource clock;

  public ClockCheck(AwsClock awsClock, InstantSource clock) {
    this.awsClock = awsClock;
    this.clock = clock;
  }

  /**
   * Why an action must not be executed now; empty while the clock is right.
   *
   * @param action the EC2 action, or the evaluation, for the message
   */
  public Optional<Ec2CallException> refusal(String action) {
    Optional<Measurement> recent =
        awsClock.lastMeasurement().filter(last -> isRecent(last, clock.instant()));
    if (recent.isEmpty()) {
      return Optional.of(
          refusal(
              action,
              "waits for a response of AWS, to compare the operator's clock with AWS's. If this"
                  + " lasts, see the conditions of the AwsAccount"));
    }
    Duration ahead = recent.get().localAhead();
    return ahead.abs().compareTo(MAX_SKEW) <= 0
        ? Optional.empty()
        : Optional.of(
            refusal(
                action,
                ("the operator's clock is %d minutes %s AWS's, so nothing is deleted. Correct the"
                        + " time of the node on which the operator runs (NTP)")
                    .formatted(
                        ahead.abs().toMinutes(), ahead.isNegative() ? "behind" : "ahead of")));
  }

  /** A measurement from before a jump of the local clock proves nothing, in either direction. */
  private static boolean isRecent(Measurement measurement, Instant now) {
    return Duration.between(measurement.measuredAt(), now).abs().compareTo(MAX_AGE) <= 0;
  }

  private static Ec2CallException refusal(String action, String message) {
    return new Ec2CallException(ErrorClass.CLOCK_SKEW, action, CODE, message, null);
  }
}
