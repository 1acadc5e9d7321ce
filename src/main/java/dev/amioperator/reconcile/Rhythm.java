package dev.amioperator.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When an object is looked at again. Looking costs EC2 nothing while all is well. */
@ApplicationScoped
public class Rhythm {
  /** For {@code @GradualRetry}: JOSDK's default gives up for good after five attempts. */
  public static final int UNLIMITED = -1;

  /** For {@code @GradualRetry}: the longest pause between retries after an exception. */
  public static final long LONGEST_RETRY_MILLIS = 60_000;

  /** A stalled object waits for somebody; the cause may also have passed by itself. */
  private static final Duration STALLED = Duration.ofMinutes(5);

  private final Duration resync;
  private final Duration grace;
  private final double tempo;

  Rhythm(
      @ConfigProperty(name = "ami-operator.resync", defaultValue = "2m") Duration resync,
      @ConfigProperty(name = "ami-operator.grace", defaultValue = "2m") Duration grace,
      @ConfigProperty(name = "ami-operator.tempo", defaultValue = "1") double tempo) {
    this.resync = resync;
    this.grace = grace;
    this.tempo = tempo;
  }

  /** How long EC2 must miss a thing before it counts as gone: its own answers lag behind. */
  public Duration grace() {
    return grace;
  }

  /** The pause after a verdict; the long ones are spread by a fifth either way. */
  public Duration after(Verdict verdict) {
    Duration pause =
        switch (verdict) {
          case Verdict.Ready ready -> spread(resync);
          case Verdict.Waiting waiting -> waiting.again();
          case Verdict.Held held -> held.again();
          case Verdict.Stalled stalled -> spread(STALLED);
        };
    return Duration.ofMillis(Math.round(pause.toMillis() / tempo));
  }

  private static Duration spread(Duration pause) {
    return Duration.ofMillis(
        Math.round(pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
  }
}
