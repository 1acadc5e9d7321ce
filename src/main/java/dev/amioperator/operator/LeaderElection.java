package dev.amioperator.operator;

import dev.amioperator.ownership.Installation;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
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

  private volatile boolean stopping;

  void onStop(@Observes @Priority(1) ShutdownEvent event) {
    stopping = true;
  }

  @Produces
  @Singleton
  @IfBuildProfile("prod")
  LeaderElectionConfiguration configuration(Installation installation) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(installation.name())
        .withLeaseNamespace(installation.namespace())
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> LOG.info("leading"),
                this::leaseLost,
                leader -> LOG.infof("the leader is %s", leader)))
        .build();
  }

  private void leaseLost() {
    if (!stopping) {
      LOG.fatal("the lease was lost; exiting");
      Runtime.getRuntime().halt(1);
    }
  }
}
