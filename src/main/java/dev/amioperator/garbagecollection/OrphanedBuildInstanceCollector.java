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
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.RequeuePolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Terminates builders whose object is gone without them, by a finalizer that was taken off or an
 * object that was abandoned: nobody else would. The AwsAccount's reconciler visits its places.
 */
@ApplicationScoped
public class OrphanedBuildInstanceCollector {
  /** How old an answer may be; a visit in between costs nothing. */
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private static final Logger LOG = Logger.getLogger(OrphanedBuildInstanceCollector.class);

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final ClusterId cluster;
  private final KubernetesClient kubernetes;
  private final RequeuePolicy requeuePolicy;
  private final InstantSource clock;
  private final Map<String, Instant> orphanedSince = new ConcurrentHashMap<>();

  /** Each answer is judged once. */
  private final Map<AccountRegion, Instant> lastEvaluated = new ConcurrentHashMap<>();

  OrphanedBuildInstanceCollector(
      Observer observer,
      ActionExecutor actionExecutor,
      ClusterId cluster,
      KubernetesClient kubernetes,
      RequeuePolicy requeuePolicy,
      InstantSource clock) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.cluster = cluster;
    this.kubernetes = kubernetes;
    this.requeuePolicy = requeuePolicy;
    this.clock = clock;
  }

  /** Asks for the builders of a place, or deals with what was asked for before. */
  public void collect(AccountRegion accountRegion) {
    Instant now = clock.instant();
    if (observer.get(
            accountRegion,
            Scope.WHOLE_REGION,
            BuildInstanceQueries.inCluster(),
            now.minus(INTERVAL))
        instanceof
        Observation.Known<List<BuildInstance>>(List<BuildInstance> seen, Instant askedAt)) {
      if (!askedAt.equals(lastEvaluated.put(accountRegion, askedAt))) {
        seen.stream()
            .filter(BuildInstance::needsTermination)
            .forEach(builder -> evaluate(accountRegion, builder, now));
      }
    }
  }

  private void evaluate(AccountRegion accountRegion, BuildInstance builder, Instant now) {
    String owner = builder.tags().getOrDefault(TagKeys.RESOURCE, "");
    if (!isOrphaned(accountRegion, owner)) {
      orphanedSince.remove(builder.id());
      return;
    }
    Instant since = orphanedSince.computeIfAbsent(builder.id(), id -> now);
    if (!now.isBefore(since.plus(requeuePolicy.gracePeriod()))) {
      terminate(accountRegion, owner, builder);
    }
  }

  /** The API server is asked itself: what a cache lacks may only be new. */
  private boolean isOrphaned(AccountRegion accountRegion, String owner) {
    String[] parts = owner.split("/");
    if (parts.length != 3 || !parts[0].equals("AmiImage")) {
      return false;
    }
    try {
      AmiImage image =
          kubernetes.resources(AmiImage.class).inNamespace(parts[1]).withName(parts[2]).get();
      return image == null || !mayBuildIn(accountRegion, image);
    } catch (KubernetesClientException unknown) {
      LOG.debugf("whether %s exists is not known: %s", owner, unknown.getMessage());
      return false;
    }
  }

  /**
   * Whether builders in a place may be an object's. An account is what STS says it is: two
   * AwsAccounts may stand for the same one, and either sees the builders of both.
   */
  static boolean mayBuildIn(AccountRegion accountRegion, AmiImage image) {
    return image.getSpec().source().build() != null
        && accountRegion.region().equals(image.getSpec().region())
        && Optional.ofNullable(image.getStatus())
            .map(AmiImageStatus::accountId)
            .map(accountRegion.accountId()::equals)
            .orElse(true);
  }

  private void terminate(AccountRegion accountRegion, String owner, BuildInstance builder) {
    LOG.warnf(
        "%s in %s builds for %s, which is gone; terminating it",
        builder.id(), accountRegion, owner);
    try {
      actionExecutor.execute(accountRegion, new Owner(cluster, owner), terminate(builder));
      orphanedSince.remove(builder.id());
    } catch (Ec2CallException failure) {
      LOG.warnf("%s stays for now: %s", builder.id(), failure.getMessage());
    }
  }

  /** The Spot request is cancelled first: it would launch a terminated instance again. */
  private static List<AwsAction> terminate(BuildInstance builder) {
    List<AwsAction> actions = new ArrayList<>();
    builder.spotRequestId().map(CancelSpotInstanceRequests::new).ifPresent(actions::add);
    actions.add(new TerminateInstances(builder.id()));
    return actions;
  }
}
