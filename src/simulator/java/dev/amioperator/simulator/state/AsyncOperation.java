package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/**
 * Asynchronous AWS operation, whose stage depends on the clock only.
 *
 * @param start start time
 * @param end end time
 * @param failure reason of a failure; null for success
 */
public record AsyncOperation(Instant start, Instant end, Failure failure) {
  /** Stage of an AWS operation. */
  public enum Stage {
    PENDING,
    DONE,
    FAILED
  }

  /**
   * Failure of an AWS operation.
   *
   * @param code the code of a StateReason, such as {@code Client.InvalidSnapshot.NotFound}
   * @param message description of the failure
   */
  public record Failure(String code, String message) {}

  /** AWS operation that is done at once. */
  public static AsyncOperation completed(Instant at) {
    return new AsyncOperation(at, at, null);
  }

  /** AWS operation that takes this long and succeeds. */
  public static AsyncOperation lasting(Instant start, Duration duration) {
    return new AsyncOperation(start, start.plus(duration), null);
  }

  /** Copy of the AWS operation with a failure; null keeps it unchanged. */
  public AsyncOperation withFailure(Failure why) {
    return why == null ? this : new AsyncOperation(start, end, why);
  }

  /** Stage of the AWS operation at an instant. */
  public Stage stage(Instant now) {
    if (now.isBefore(end)) {
      return Stage.PENDING;
    }
    return failure == null ? Stage.DONE : Stage.FAILED;
  }

  /** Progress of the AWS operation in percent, below 100 while pending. */
  public int progressPercent(Instant now) {
    if (!now.isBefore(end)) {
      return 100;
    }
    long total = Duration.between(start, end).toMillis();
    long passed = Math.max(0, Duration.between(start, now).toMillis());
    return total == 0 ? 0 : (int) Math.min(99, passed * 100 / total);
  }
}
