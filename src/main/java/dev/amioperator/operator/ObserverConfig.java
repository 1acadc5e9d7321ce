package dev.amioperator.operator;

import dev.amioperator.observer.Pace;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How often the operator looks at EC2; the defaults stand in application.properties. */
@ConfigMapping(prefix = "ami-operator.observer")
interface ObserverConfig {
  /** See {@link Pace#scanInterval()}. */
  Duration scanInterval();

  /** See {@link Pace#scanWhileAskedWithin()}. */
  Duration scanWhileAskedWithin();

  /** See {@link Pace#batchIdle()}. */
  Duration batchIdle();

  /** See {@link Pace#batchAtMost()}. */
  Duration batchAtMost();
}
