package dev.amioperator.operator;

import dev.amioperator.ownership.Installation;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurationServiceCustomizer;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Elects the process that reconciles among the replicas of an installation, by a Kubernetes lease.
 * A leader that loses its lease exits at once, because JOSDK alone would let it continue beside its
 * successor; during a shutdown the loss is expected.
 */
@Singleton
@IfBuildProfile("prod")
class LeaderElection {
  private static final Logger LOG = Logger.getLogger(LeaderElection.class);

  /**
   * A standby looks at the lease after this long, or up to 2.2 times as long, so that it leads
   * within two seconds of the end of the leader. It costs the leader two writes of the lease in a
   * second.
   */
  private static final Duration RETRY_PERIOD = Duration.ofMillis(600);

  /** After {@link Startup}, whose priority is the default. */
  private static final int AFTER_OPERATOR = Interceptor.Priority.APPLICATION + 1000;

  private final KubernetesClient kubernetes;
  private final Installation installation;
  private final Leadership leadership;
  private final String identity;

  private volatile boolean stopping;

  LeaderElection(
      KubernetesClient kubernetes,
      Installation installation,
      Leadership leadership,
      @ConfigProperty(name = "hostname") Optional<String> hostname) {
    this.kubernetes = kubernetes;
    this.installation = installation;
    this.leadership = leadership;
    this.identity = hostname.orElseGet(() -> UUID.randomUUID().toString());
  }

  void onStop(@Observes @Priority(1) ShutdownEvent event) {
    stopping = true;
  }

  /**
   * Releases the lease once no reconcile runs any more. Fabric8's elector only renews it then, with
   * the holder that it had, so that a standby would wait until it expires.
   */
  void release(@Observes @Priority(AFTER_OPERATOR) ShutdownEvent event) {
    Resource<Lease> lease =
        kubernetes.leases().inNamespace(installation.namespace()).withName(installation.name());
    try {
      Lease held = lease.get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        held.getSpec().setHolderIdentity("");
        kubernetes.resource(held).lockResourceVersion().update();
        LOG.info("released the lease");
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the lease was not released; a standby leads once it expires", e);
    }
  }

  @Produces
  @Singleton
  @IfBuildProfile("prod")
  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(installation.name())
        .withLeaseNamespace(installation.namespace())
        .withIdentity(identity)
        .withRetryPeriod(RETRY_PERIOD)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::leaseTaken, this::leaseLost, leader -> LOG.infof("the leader is %s", leader)))
        .build();
  }

  /** Leaves the client open, with which the lease is released; the container closes it. */
  @Produces
  @Singleton
  ConfigurationServiceCustomizer openClient() {
    return () -> configuration -> configuration.withCloseClientOnStop(false);
  }

  private void leaseTaken() {
    LOG.info("leading");
    leadership.begin();
  }

  private void leaseLost() {
    if (!stopping) {
      LOG.fatal("the lease was lost; exiting");
      Runtime.getRuntime().halt(1);
    }
  }
}
