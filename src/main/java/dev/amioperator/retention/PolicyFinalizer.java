package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ends what a policy has begun in accounts that it no longer evaluates, before its finalizer comes
 * off: begun retirements are finished, and all other steps undone.
 */
@ApplicationScoped
class PolicyFinalizer {
  private final Observer observer;
  private final RetirementExecutor executor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;
  private final ClusterId cluster;
  private final StepsPlanner stepsPlanner;
  private final RecordHandOver handOver;
  private final EventRecorder eventRecorder;
  private final PolicyEvaluations evaluations = new PolicyEvaluations();

  PolicyFinalizer(
      Observer observer,
      RetirementExecutor executor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      StepsPlanner stepsPlanner,
      RecordHandOver handOver,
      EventRecorder eventRecorder) {
    this.observer = observer;
    this.executor = executor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
    this.stepsPlanner = stepsPlanner;
    this.handOver = handOver;
    this.eventRecorder = eventRecorder;
  }

  /** Takes the next steps; empty when no image or snapshot is left. */
  Optional<StatusUpdate<AmiRetentionPolicyStatus>> finish(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    Owner owner = Owner.of(cluster, policy);
    Function<AccountRegion, ObservationSession> sessions =
        region -> new ObservationSession(observer, region, owner, freshness);
    Function<AccountRegion, PolicyCoverage> coverage =
        region -> access.coverage(region, cluster, policy.getMetadata().getNamespace());
    try {
      StepsPlanner.Planned planned =
          plan(policy, access, resources, sessions, coverage, freshness, status);
      decisionFreshness.decided(policy);
      RetirementExecutor.Execution execution = planned.execute(executor, policy, owner, coverage);
      execution.lostPermissions().forEach(event -> eventRecorder.record(policy, event));
      return PolicyReadiness.inProgress(planned.plan(), execution.withoutLostPermissions())
          .or(() -> handOver(policy, access, resources, planned))
          .map(readyState -> status.deleting(planned.plan(), readyState));
    } catch (ObservationPendingException pending) {
      return Optional.of(status.observationPending(pending.readyState()));
    }
  }

  private Optional<ReadyState> handOver(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      StepsPlanner.Planned planned) {
    return handOver.handOver(
        resources.imagePolicies(policy), others(policy, access, resources), planned.inventory());
  }

  private Map<String, EffectivePolicy> others(
      AmiRetentionPolicy policy, PolicyAccess access, ClusterResources resources) {
    return resources.otherPolicies(policy, access.accounts().toList(), cluster);
  }

  /** Drops what is remembered about a policy. */
  void forget(AmiRetentionPolicy policy) {
    evaluations.ended(policy);
  }

  private StepsPlanner.Planned plan(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      Function<AccountRegion, ObservationSession> sessions,
      Function<AccountRegion, PolicyCoverage> coverage,
      Freshness freshness,
      AmiRetentionPolicyStatusFactory status) {
    Collection<EffectivePolicy> heirs =
        others(policy, access, resources).values().stream().filter(handOver::possible).toList();
    ReversibleSteps steps = new ReversibleSteps(cluster, status.now());
    GatheredFacts gathered =
        new FactsGatherer(sessions, freshness)
            .inventoryOnly(
                access.accountRegions(),
                steps,
                EvaluationPlan.left(coverage, Optional.empty(), heirs),
                evaluations.startedAt(policy, status.now()));
    var retirements =
        retirementObserver(policy, sessions, gathered, status)
            .steps(status.retiring(), access.accountRegions());
    return stepsPlanner.planLeft(
        new EvaluationPlan(steps, coverage, status.reversible()),
        RetirementPlan.forDeletedPolicy(retirements, status.history(), status.now()),
        gathered,
        heirs,
        resources.imagePolicies(policy),
        sessions);
  }

  private RetirementObserver retirementObserver(
      AmiRetentionPolicy policy,
      Function<AccountRegion, ObservationSession> sessions,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    return new RetirementObserver(
        sessions,
        Owner.of(cluster, policy),
        gathered,
        status.history(),
        requeuePolicy.gracePeriod());
  }
}
