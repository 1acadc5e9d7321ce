package dev.amioperator.operator;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * Ends the process when an informer stops, and fails liveness while it is unhealthy. Without
 * Kubernetes events the operator must not appear alive.
 */
@Singleton
@Unremovable
@Liveness
class InformerWatchdog implements InformerStoppedHandler, HealthCheck {
  private static final Logger LOG = Logger.getLogger(InformerWatchdog.class);

  private final Operator operator;
  private final InstallationOverlapCheck overlapCheck;

  InformerWatchdog(Operator operator, InstallationOverlapCheck overlapCheck) {
    this.operator = operator;
    this.overlapCheck = overlapCheck;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void onStop(SharedIndexInformer informer, Throwable cause) {
    if (cause != null) {
      LOG.fatalf(cause, "the watch of %s ended; exiting", informer.getApiTypeClass().getName());
      Quarkus.asyncExit(1);
    }
  }

  @Override
  public HealthCheckResponse call() {
    // A restart does not end an overlap.
    boolean healthy =
        overlapCheck.isOverlapping() || operator.getRuntimeInfo().allEventSourcesAreHealthy();
    return HealthCheckResponse.named("informers").status(healthy).build();
  }
}
