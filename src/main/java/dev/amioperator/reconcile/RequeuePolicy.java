package dev.amioperator.reconcile;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Schedules the next reconcile of an object; a Ready object causes no EC2 call.
 *
 * @param resync between two reconciles of an object that is Ready
 * @param gracePeriod how long EC2 must not return a resource before it is gone: reads are
 *     eventually consistent
 * @param speedFactor divides all pauses, for an accelerated simulator
 */
public record RequeuePolicy(Duration resync, Duration gracePeriod, double speedFactor) {
  /** For {@code @GradualRetry}: JOSDK's default stops after five attempts. */
  public static final int UNLIMITED_RETRIES = -1;

  /** For {@code @GradualRetry}: the longest pause between retries after an exception. */
  public static final long MAX_RETRY_INTERVAL_MILLIS = 60_000;

  /** Lower bound of a divided pause, against reconciling an object in a hot loop. */
  private static final long SHORTEST_ACCELERATED_MILLIS = 5;

  public RequeuePolicy {
    if (!resync.isPositive() || !gracePeriod.isPositive() || !(speedFactor > 0)) {
      throw new IllegalArgumentException(
          "ami-operator.resync (%s), grace (%s) and tempo (%s) must be positive"
              .formatted(resync, gracePeriod, speedFactor));
    }
  }

  /** The pause before the next reconcile; long pauses vary by a fifth. */
  public Duration requeueAfter(ReadyState readyState) {
    Duration pause =
        switch (readyState) {
          case ReadyState.Ready ready -> jitter(resync);
          case ReadyState.Reconciling reconciling -> reconciling.requeueAfter();
          case ReadyState.Blocked blocked -> blocked.requeueAfter();
          case ReadyState.Stalled stalled -> jitter(Requeue.STALLED);
        };
    return accelerated(pause);
  }

  /** A pause of the operator, divided for an accelerated simulator. */
  public Duration accelerated(Duration pause) {
    return Duration.ofMillis(
        Math.max(
            Math.min(pause.toMillis(), SHORTEST_ACCELERATED_MILLIS),
            Math.round(pause.toMillis() / speedFactor)));
  }

  /** The pause of a ready state whose next reconcile is due after this time. */
  public Duration pauseBefore(Duration due) {
    return Duration.ofMillis((long) Math.ceil(due.toMillis() * speedFactor));
  }

  private static Duration jitter(Duration pause) {
    return Duration.ofMillis(
        Math.round(pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }
}
