package dev.amioperator.operator;

import dev.amioperator.ec2.AwsClock;
import dev.amioperator.observer.SharedObserver;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.processing.Controller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.stream.Stream;

/** Beans of the metrics that are read at each scrape, and of the counted Kubernetes client. */
final class MetricsWiring {

  /** Quarkus' client, with the writes counted. */
  @Singleton
  KubernetesClient kubernetesClient(
      KubernetesSerialization serialization, Config config, MeterRegistry registry) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(serialization)
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("writes", new KubernetesWriteMetrics(registry)))
        .build();
  }

  void close(@Disposes KubernetesClient kubernetes) {
    kubernetes.close();
  }

  void registerCollectors(
      @Observes StartupEvent event,
      PrometheusMeterRegistry prometheus,
      Operator operator,
      Leadership leadership,
      SharedObserver observer,
      AwsClock awsClock,
      InstantSource clock) {
    // Not a CollectorRegistry by injection: Quarkus creates another one for each injection point.
    CollectorRegistry collectors = prometheus.getPrometheusRegistry();
    collectors.register(new ObjectMetrics(() -> objects(operator, leadership), clock));
    collectors.register(new ScanMetrics(observer, clock));
    // Not by a MeterBinder, which binds them to a registry that outlives the application in tests.
    Gauge.builder("ami.operator.leader", leadership, l -> l.leading() ? 1 : 0)
        .description("1 in the pod that reconciles, 0 in a standby")
        .register(prometheus);
    Gauge.builder("ami.operator.clock.skew", awsClock, MetricsWiring::secondsAhead)
        .description("How far the operator's clock is ahead of AWS's; NaN: unknown")
        .baseUnit("seconds")
        .register(prometheus);
  }

  private static double secondsAhead(AwsClock awsClock) {
    return awsClock
        .lastMeasurement()
        .map(measurement -> (double) measurement.localAhead().toSeconds())
        .orElse(Double.NaN);
  }

  /** The custom resources in the informers' caches. */
  private static Stream<HasMetadata> objects(Operator operator, Leadership leadership) {
    return leadership.leading() && operator.getRuntimeInfo().isStarted()
        ? operator.getRegisteredControllers().stream().flatMap(MetricsWiring::cached)
        : Stream.empty();
  }

  private static Stream<? extends HasMetadata> cached(RegisteredController<?> registered) {
    return registered instanceof Controller<?> controller
        ? controller.getEventSourceManager().getControllerEventSource().list(object -> true)
        : Stream.empty();
  }
}
