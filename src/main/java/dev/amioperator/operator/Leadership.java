package dev.amioperator.operator;

import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Whether this process reconciles; a standby does not. */
@Singleton
class Leadership {
  private final boolean elected;
  private volatile boolean leading;

  /**
   * @param elections without one, as in tests, the only process leads
   */
  Leadership(Instance<LeaderElectionConfiguration> elections) {
    this.elected = elections.isResolvable();
  }

  boolean leading() {
    return leading || !elected;
  }

  void begin() {
    leading = true;
  }
}
