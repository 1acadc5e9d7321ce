package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
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
  private final PolicyEvaluations evaluations = new PolicyEvaluations();

  PolicyFinalizer(
      Observer observer,
      RetirementExecutor executor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster) {
    this.observer = observer;
    this.executor = executor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
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
      RetirementPlan plan = plan(policy, access, resources, sessions, coverage, freshness, status);
      decisionFreshness.decided(policy);
      return PolicyReadiness.inProgress(plan, executor.execute(policy, owner, coverage, plan))
          .map(readyState -> status.deleting(plan, readyState));
    } catch (ObservationPendingException pending) {
      return Optional.of(status.observationPending(pending.readyState()));
    }
  }

  /** Drops what is remembered about a policy. */
  void forget(AmiRetentionPolicy policy) {
    evaluations.ended(policy);
  }

  private RetirementPlan plan(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      Function<AccountRegion, ObservationSession> sessions,
      Function<AccountRegion, PolicyCoverage> coverage,
      Freshness freshness,
      AmiRetentionPolicyStatusFactory status) {
    Collection<EffectivePolicy> others =
        resources.otherPolicies(policy, access.accounts().toList(), cluster).values();
    ReversibleSteps steps = new ReversibleSteps(cluster, status.now());
    GatheredFacts gathered =
        new FactsGatherer(sessions, freshness)
            .inventoryOnly(
                access.accountRegions(),
                steps,
                EvaluationPlan.left(coverage, Optional.empty(), others),
                evaluations.startedAt(policy, status.now()));
    Owner owner = Owner.of(cluster, policy);
    var retiring =
        new RetirementObserver(
            sessions, owner, gathered, status.history(), requeuePolicy.gracePeriod());
    var retirements = retiring.steps(status.retiring(), access.accountRegions());
    return new EvaluationPlan(steps, coverage, status.reversible())
        .ofLeftImages(
            RetirementPlan.forDeletedPolicy(retirements, status.history(), status.now()),
            gathered.inventory(),
            others);
  }
}
