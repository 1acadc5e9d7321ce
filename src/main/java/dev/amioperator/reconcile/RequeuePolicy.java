package dev.amioperator.reconcile;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When an object is looked at again. Looking costs EC2 nothing while all is well. */
public class RequeuePolicy {
  /** For {@code @GradualRetry}: JOSDK's default gives up for good after five attempts. */
  public static final int UNLIMITED_RETRIES = -1;

  /** For {@code @GradualRetry}: the longest pause between retries after an exception. */
  public static final long MAX_RETRY_INTERVAL_MILLIS = 60_000;

  /** No pause is divided to less than this: the object would be looked at in a hot loop. */
  private static final long SHORTEST_ACCELERATED_MILLIS = 5;

  private final Duration resync;
  private final Duration gracePeriod;
  private final double speedFactor;

  /**
   * The policy of one process.
   *
   * @param resync between two reconciles of an object that is Ready
   * @param gracePeriod how long EC2 must not show a resource before it counts as gone
   * @param speedFactor divides all pauses, for a simulator that is faster than time
   */
  public RequeuePolicy(Duration resync, Duration gracePeriod, double speedFactor) {
    this.resync = resync;
    this.gracePeriod = gracePeriod;
    this.speedFactor = speedFactor;
  }

  /** How long EC2 must miss a thing before it counts as gone: its own answers lag behind. */
  public Duration gracePeriod() {
    return gracePeriod;
  }

  /** The pause after a verdict; the long ones are spread by a fifth either way. */
  public Duration requeueAfter(ReadyState readyState) {
    Duration pause =
        switch (readyState) {
          case ReadyState.Ready ready -> jitter(resync);
          case ReadyState.Reconciling reconciling -> reconciling.requeueAfter();
          case ReadyState.Blocked blocked -> blocked.requeueAfter();
          case ReadyState.Stalled stalled -> jitter(Requeue.STALLED);
        };
    return Duration.ofMillis(
        Math.max(
            Math.min(pause.toMillis(), SHORTEST_ACCELERATED_MILLIS),
            Math.round(pause.toMillis() / speedFactor)));
  }

  private static Duration jitter(Duration pause) {
    return Duration.ofMillis(
        Math.round(pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }
}
