package dev.amioperator.operator;

import dev.amioperator.garbagecollection.ReleasedSnapshotCollector;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.RequeuePolicy;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Beans of the clock, configuration, metrics and cluster id. */
final class Wiring {

  @Produces
  @Singleton
  @DefaultBean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  RequeuePolicy requeuePolicy(OperatorConfig config) {
    return new RequeuePolicy(config.resync(), config.grace(), config.tempo());
  }

  @Produces
  @Singleton
  DecisionFreshness decisionFreshness(OperatorConfig config) {
    return new DecisionFreshness(config.permissionsInterval());
  }

  @Produces
  @Singleton
  ReleasedSnapshotCollector releasedSnapshotCollector(
      Observer observer, ActionExecutor executor, ClusterId cluster, OperatorConfig config) {
    return new ReleasedSnapshotCollector(observer, executor, cluster, config.reapInterval());
  }

  /** Metrics of JOSDK's controllers, which are off by default. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /**
   * The configured cluster id, or the uid of the namespace kube-system, which lasts as long as the
   * cluster; {@link OperatorConfig#clusterId} has the exception.
   */
  @Produces
  @Singleton
  ClusterId clusterId(OperatorConfig config, KubernetesClient kubernetes) {
    return new ClusterId(
        config
            .clusterId()
            .orElseGet(
                () ->
                    Optional.ofNullable(kubernetes.namespaces().withName("kube-system").get())
                        .map(Namespace::getMetadata)
                        .map(metadata -> metadata.getUid())
                        .orElseThrow(
                            () ->
                                new IllegalStateException(
                                    "namespace kube-system cannot be read, so this cluster has no id;"
                                        + " set AMI_OPERATOR_CLUSTER_ID"))));
  }
}
