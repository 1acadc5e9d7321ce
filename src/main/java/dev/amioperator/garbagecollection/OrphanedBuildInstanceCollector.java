package dev.amioperator.garbagecollection;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.InstanceAction.CancelSpotInstanceRequests;
import dev.amioperator.ec2.InstanceAction.TerminateInstances;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Scope;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.TaggedObject;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.RequeuePolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Terminates build instances whose AmiImage no longer exists. An AmiImage leaves them behind when
 * its finalizer is removed by hand or it is abandoned.
 */
@ApplicationScoped
public class OrphanedBuildInstanceCollector {
  /** The maximum age of a read; collections in between call nothing. */
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private static final Logger LOG = Logger.getLogger(OrphanedBuildInstanceCollector.class);

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final ClusterId cluster;
  private final WatchedNamespaces watched;
  private final KubernetesClient kubernetes;
  private final RequeuePolicy requeuePolicy;
  private final InstantSource clock;
  private final Map<String, Instant> orphanedSince = new ConcurrentHashMap<>();

  /** When the last evaluated answer was read; each answer is evaluated once. */
  private final Map<AccountRegion, Instant> lastEvaluated = new ConcurrentHashMap<>();

  OrphanedBuildInstanceCollector(
      Observer observer,
      ActionExecutor actionExecutor,
      ClusterId cluster,
      WatchedNamespaces watched,
      KubernetesClient kubernetes,
      RequeuePolicy requeuePolicy,
      InstantSource clock) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.cluster = cluster;
    this.watched = watched;
    this.kubernetes = kubernetes;
    this.requeuePolicy = requeuePolicy;
    this.clock = clock;
  }

  /** Terminates the orphaned build instances of an account and region, once EC2 listed them. */
  public void collect(AccountRegion accountRegion) {
    Instant now = clock.instant();
    if (observer.get(
                accountRegion,
                Scope.WHOLE_REGION,
                BuildInstanceQueries.inCluster(),
                now.minus(INTERVAL))
            instanceof
            Observation.Known<List<BuildInstance>>(List<BuildInstance> found, Instant observedAt)
        && !observedAt.equals(lastEvaluated.put(accountRegion, observedAt))) {
      found.stream()
          .filter(BuildInstance::needsTermination)
          .forEach(instance -> evaluate(accountRegion, instance, now));
    }
  }

  private void evaluate(AccountRegion accountRegion, BuildInstance instance, Instant now) {
    String owner = instance.tags().getOrDefault(TagKeys.RESOURCE, "");
    if (!isOrphaned(accountRegion, owner)) {
      orphanedSince.remove(instance.id());
      return;
    }
    Instant since = orphanedSince.computeIfAbsent(instance.id(), id -> now);
    if (!now.isBefore(since.plus(requeuePolicy.gracePeriod()))) {
      terminate(accountRegion, owner, instance);
    }
  }

  /** Reads the API server, because an object missing in a cache may only be new. */
  private boolean isOrphaned(AccountRegion accountRegion, String owner) {
    Optional<TaggedObject> object =
        TaggedObject.parse(owner)
            .filter(tagged -> tagged.kind().equals("AmiImage"))
            // Another installation of this cluster decides about the objects of its namespaces.
            .filter(tagged -> watched.contains(tagged.namespace()));
    if (object.isEmpty()) {
      return false;
    }
    try {
      AmiImage image =
          kubernetes
              .resources(AmiImage.class)
              .inNamespace(object.get().namespace())
              .withName(object.get().name())
              .get();
      return image == null || !mayBuildIn(accountRegion, image);
    } catch (KubernetesClientException unknown) {
      LOG.debugf("Whether %s exists is unknown: %s", owner, unknown.getMessage());
      return false;
    }
  }

  /**
   * Whether an AmiImage may have build instances in an account and region. Compares the account id
   * that STS reported: two AwsAccounts may represent the same account.
   */
  static boolean mayBuildIn(AccountRegion accountRegion, AmiImage image) {
    return image.getSpec().source().build() != null
        && accountRegion.region().equals(image.getSpec().region())
        && Optional.ofNullable(image.getStatus())
            .map(AmiImageStatus::accountId)
            .map(accountRegion.accountId()::equals)
            .orElse(true);
  }

  private void terminate(AccountRegion accountRegion, String owner, BuildInstance instance) {
    LOG.warnf(
        "Terminating orphaned build instance %s in %s: %s is gone or does not use it",
        instance.id(), accountRegion, owner);
    try {
      actionExecutor.execute(accountRegion, new Owner(cluster, owner), actions(instance));
      orphanedSince.remove(instance.id());
    } catch (Ec2CallException failure) {
      LOG.warnf(
          "Build instance %s was not terminated and is retried: %s",
          instance.id(), failure.getMessage());
    }
  }

  /** The Spot request is cancelled first: it would replace a terminated instance. */
  private static List<AwsAction> actions(BuildInstance instance) {
    return Stream.<AwsAction>concat(
            instance.spotRequestId().map(CancelSpotInstanceRequests::new).stream(),
            Stream.of(new TerminateInstances(instance.id())))
        .toList();
  }
}
