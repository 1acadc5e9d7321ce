package dev.amioperator.operator;

import dev.amioperator.account.AccountConsumers;
import dev.amioperator.copy.queue.CopyQueue;
import dev.amioperator.copy.queue.CopyQueueIntervals;
import dev.amioperator.copy.queue.CopyQueueMetrics;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.garbagecollection.ReleasedSnapshotCollector;
import dev.amioperator.image.ConfigMapAccess;
import dev.amioperator.observer.ConsumerAccount;
import dev.amioperator.observer.ListedObjects;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.observer.UsageScope;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Installation;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.retention.PolicyConfigMapAccess;
import dev.amioperator.usage.KubernetesObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Beans of the clock, configuration, metrics and identity. */
final class Wiring {

  @Singleton
  @DefaultBean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Singleton
  RequeuePolicy requeuePolicy(OperatorConfig config) {
    return new RequeuePolicy(config.resync(), config.grace(), config.tempo());
  }

  @Singleton
  DecisionFreshness decisionFreshness(OperatorConfig config) {
    return new DecisionFreshness(config.permissionsInterval());
  }

  @Singleton
  Installation installation(OperatorConfig config) {
    return new Installation(config.installation().namespace(), config.installation().name());
  }

  /** Where images are used besides their account: other accounts, and objects of this cluster. */
  @Singleton
  UsageScope usageScope(
      AccountConsumers accounts,
      KubernetesClient kubernetes,
      OperatorConfig config,
      InstantSource clock) {
    KubernetesObjects objects =
        new KubernetesObjects(
            kubernetes, config.usage().kubernetesObjects().orElse(List.of()), clock);
    return new UsageScope() {
      @Override
      public List<ConsumerAccount> consumers(AccountRegion accountRegion) {
        return accounts.of(accountRegion);
      }

      @Override
      public List<ListedObjects> objects(Instant notBefore) {
        return objects.listed(notBefore);
      }

      @Override
      public boolean usageReports(AccountRegion accountRegion) {
        return accounts.usageReports(accountRegion);
      }
    };
  }

  @Singleton
  WatchedNamespaces watchedNamespaces(OperatorConfig config) {
    return WatchedNamespaces.of(config.watchNamespaces().orElse(List.of()));
  }

  @Singleton
  ConfigMapAccess configMapAccess(OperatorConfig config) {
    return new ConfigMapAccess(
        config.builds().enabled(),
        WatchedNamespaces.of(config.builds().namespaces().orElse(List.of())));
  }

  @Singleton
  PolicyConfigMapAccess policyConfigMapAccess(OperatorConfig config) {
    return new PolicyConfigMapAccess(
        config.retention().configMaps(),
        WatchedNamespaces.of(config.retention().namespaces().orElse(List.of())));
  }

  @Singleton
  ReleasedSnapshotCollector releasedSnapshotCollector(
      Observer observer,
      ActionExecutor executor,
      ClusterId cluster,
      WatchedNamespaces watched,
      OperatorConfig config) {
    return new ReleasedSnapshotCollector(
        observer, executor, cluster, watched, config.reapInterval(), config.grace());
  }

  @Singleton
  CopyQueueIntervals copyQueueIntervals(OperatorConfig config) {
    return CopyQueueIntervals.DEFAULT.dividedBy(config.tempo());
  }

  @Singleton
  CopyQueue copyQueue(
      Observer observer,
      TaskScheduler scheduler,
      InstantSource clock,
      ClusterId cluster,
      CopyQueueIntervals intervals) {
    return new CopyQueue(observer, scheduler, clock, cluster, intervals);
  }

  @Singleton
  MeterBinder copyQueueMetrics(CopyQueue queue, TaskScheduler scheduler, InstantSource clock) {
    return new CopyQueueMetrics(queue, scheduler, clock);
  }

  /** Metrics of JOSDK's controllers, which are off by default. */
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /**
   * The configured cluster id, or the uid of the namespace kube-system. That uid lasts as long as
   * the cluster, unless it is restored; see {@link OperatorConfig#clusterId}.
   */
  @Singleton
  ClusterId clusterId(OperatorConfig config, KubernetesClient kubernetes) {
    return new ClusterId(config.clusterId().orElseGet(() -> namespaceUid(kubernetes)));
  }

  private static String namespaceUid(KubernetesClient kubernetes) {
    Namespace namespace = kubernetes.namespaces().withName("kube-system").get();
    if (namespace == null) {
      throw new IllegalStateException(
          "namespace kube-system cannot be read, so this cluster has no id;"
              + " set AMI_OPERATOR_CLUSTER_ID");
    }
    return namespace.getMetadata().getUid();
  }
}
