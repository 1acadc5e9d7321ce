package dev.amioperator.operator;

import dev.amioperator.account.NamespaceClaims;
import dev.amioperator.account.OverlapFound;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Keeps the controllers from starting, and the pod from being ready, while another installation
 * watches a namespace of this one.
 */
@Singleton
@Readiness
@Default
class InstallationOverlapCheck implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(InstallationOverlapCheck.class);

  /** A person has to change something, and then waits. */
  private static final Duration RECHECK = Duration.ofSeconds(10);

  private final NamespaceClaims claims;
  private volatile Optional<String> refusal = Optional.empty();

  InstallationOverlapCheck(NamespaceClaims claims) {
    this.claims = claims;
  }

  /** Returns when no other installation claims the namespaces. */
  void awaitNoOverlap() throws InterruptedException {
    while (refuses()) {
      Thread.sleep(RECHECK);
    }
  }

  private boolean refuses() {
    Optional<String> before = refusal;
    refusal = refusalNow();
    refusal
        .filter(message -> !before.equals(refusal))
        .ifPresent(message -> LOG.errorf("the operator does not start: %s", message));
    return refusal.isPresent();
  }

  private Optional<String> refusalNow() {
    try {
      return claims.refusal();
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          ? Optional.empty() // The CRDs are missing, and with them every AwsAccount.
          : Optional.of("AwsAccounts cannot be read: " + e.getMessage());
    }
  }

  /** Whether the controllers wait for another installation to end. */
  boolean isOverlapping() {
    return refusal.isPresent();
  }

  /** The process starts again, and is refused. */
  void onOverlap(@Observes OverlapFound overlap) {
    LOG.fatalf("exiting: %s", overlap.message());
    Quarkus.asyncExit(1);
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("watched-namespaces").status(refusal.isEmpty());
    refusal.ifPresent(message -> response.withData("refusal", message));
    return response.build();
  }
}
