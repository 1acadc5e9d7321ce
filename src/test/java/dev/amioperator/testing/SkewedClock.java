package dev.amioperator.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** A clock of the operator that is ten minutes ahead, as on a node without NTP. */
@Alternative
@Singleton
public class SkewedClock {
  private static final Duration AHEAD = Duration.ofMinutes(10);

  @Produces
  @Singleton
  @Alternative
  InstantSource clock() {
    InstantSource system = InstantSource.system();
    return () -> system.instant().plus(AHEAD);
  }
}
