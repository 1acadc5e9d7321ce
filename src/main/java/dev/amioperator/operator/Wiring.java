package dev.amioperator.operator;

import dev.amioperator.ownership.ClusterId;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the operator's parts are given rather than look up themselves. */
final class Wiring {

  @Produces
  @Singleton
  @DefaultBean
  InstantSource clock() {
    return InstantSource.system();
  }

  /** JOSDK counts nothing by itself. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /**
   * The configured id, or the uid of the namespace kube-system: one that lives as long as the
   * cluster. A cluster that may be restored from a backup should be given an id.
   */
  @Produces
  @Singleton
  ClusterId clusterId(
      @ConfigProperty(name = "ami-operator.cluster-id") Optional<String> configured,
      KubernetesClient kubernetes) {
    return new ClusterId(
        configured.orElseGet(
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
