package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/**
 * Work that takes time and ends well or badly: its stage follows from the clock alone.
 *
 * @param start when it began
 * @param end when it ends
 * @param failure why it ends badly; null if it ends well
 */
public record AsyncOperation(Instant start, Instant end, Failure failure) {
  /** How far the work is. */
  public enum Stage {
    PENDING,
    DONE,
    FAILED
  }

  /**
   * Why work failed.
   *
   * @param code the code of a StateReason, such as {@code Client.InvalidSnapshot.NotFound}
   * @param message what went wrong
   */
  public record Failure(String code, String message) {}

  /** Work that was done in the moment it began. */
  public static AsyncOperation completed(Instant at) {
    return new AsyncOperation(at, at, null);
  }

  /** Work that takes this long and ends well. */
  public static AsyncOperation lasting(Instant start, Duration duration) {
    return new AsyncOperation(start, start.plus(duration), null);
  }

  /** The same work with this end; null leaves it as it is. */
  public AsyncOperation withFailure(Failure why) {
    return why == null ? this : new AsyncOperation(start, end, why);
  }

  /** The stage at an instant. */
  public Stage stage(Instant now) {
    if (now.isBefore(end)) {
      return Stage.PENDING;
    }
    return failure == null ? Stage.DONE : Stage.FAILED;
  }

  /** Progress in whole percent, below 100 while pending. */
  public int progressPercent(Instant now) {
    if (!now.isBefore(end)) {
      return 100;
    }
    long total = Duration.between(start, end).toMillis();
    long passed = Math.max(0, Duration.between(start, now).toMillis());
    return total == 0 ? 0 : (int) Math.min(99, passed * 100 / total);
  }
}
