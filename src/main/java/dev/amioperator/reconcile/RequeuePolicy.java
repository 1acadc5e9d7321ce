package dev.amioperator.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When an object is looked at again. Looking costs EC2 nothing while all is well. */
@ApplicationScoped
public class RequeuePolicy {
  /** For {@code @GradualRetry}: JOSDK's default gives up for good after five attempts. */
  public static final int UNLIMITED_RETRIES = -1;

  /** For {@code @GradualRetry}: the longest pause between retries after an exception. */
  public static final long MAX_RETRY_INTERVAL_MILLIS = 60_000;

  private final Duration resync;
  private final Duration gracePeriod;
  private final double speedFactor;

  RequeuePolicy(
      @ConfigProperty(name = "ami-operator.resync", defaultValue = "2m") Duration resync,
      @ConfigProperty(name = "ami-operator.grace", defaultValue = "2m") Duration gracePeriod,
      @ConfigProperty(name = "ami-operator.tempo", defaultValue = "1") double speedFactor) {
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
    return Duration.ofMillis(Math.round(pause.toMillis() / speedFactor));
  }

  private static Duration jitter(Duration pause) {
    return Duration.ofMillis(
        Math.round(pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }
}
