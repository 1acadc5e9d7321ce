package dev.amioperator.operator;

import dev.amioperator.observer.ObserverIntervals;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How often the operator looks at EC2; the defaults stand in application.properties. */
@ConfigMapping(prefix = "ami-operator.observer")
interface ObserverConfig {
  /** See {@link ObserverIntervals#scanInterval()}. */
  Duration scanInterval();

  /** See {@link ObserverIntervals#scanWhileAskedWithin()}. */
  Duration scanWhileAskedWithin();

  /** See {@link ObserverIntervals#batchIdle()}. */
  Duration batchIdle();

  /** See {@link ObserverIntervals#batchAtMost()}. */
  Duration batchAtMost();
}
