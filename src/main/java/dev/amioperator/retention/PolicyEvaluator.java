package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Evaluates the images that an AmiRetentionPolicy selects, and in mode Enforce retires them. */
@ApplicationScoped
class PolicyEvaluator {
  private final Observer observer;
  private final RetirementExecutor executor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;
  private final ClusterId cluster;
  private final PlanApprovals approvals;
  private final AccountLimit accountLimit;
  private final PlanPublisher publisher;
  private final PolicyEvaluations evaluations = new PolicyEvaluations();

  PolicyEvaluator(
      Observer observer,
      RetirementExecutor executor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      PlanApprovals approvals,
      AccountLimit accountLimit,
      PlanPublisher publisher) {
    this.observer = observer;
    this.executor = executor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
    this.approvals = approvals;
    this.accountLimit = accountLimit;
    this.publisher = publisher;
  }

  /** Decides about each selected image, executes the next steps, and reports the plan. */
  StatusUpdate<AmiRetentionPolicyStatus> evaluate(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted access,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    Function<AccountRegion, ObservationSession> sessions =
        sessions(Owner.of(cluster, policy), freshness);
    EffectivePolicy effective = effectivePolicy(policy, access);
    Optional<EnforcementSpell> spell = spell(policy, access.accountId(), effective, status);
    Facts known = clusterFacts(policy, effective, spell, resources, status);
    try {
      GatheredFacts gathered =
          new FactsGatherer(sessions, freshness).gather(known, access.accountRegions().values());
      if (!gathered.usageReads().complete()) {
        decisionFreshness.decided(policy);
        return status.deciding(access.accountId(), gathered.decisions(), gathered.usageReads());
      }
      GatheredFacts limited =
          accountLimit.apply(known, gathered, resources.accountsOf(access.accountId()));
      return retire(policy, access, known, spell, sessions, limited, status);
    } catch (ObservationPendingException pending) {
      return status.observationPending(pending.readyState());
    }
  }

  /** Executes the next steps of the decisions, and reports the plan. */
  private StatusUpdate<AmiRetentionPolicyStatus> retire(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted access,
      Facts known,
      Optional<EnforcementSpell> spell,
      Function<AccountRegion, ObservationSession> sessions,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    Owner owner = Owner.of(cluster, policy);
    RetirementObserver retiring = retirementObserver(sessions, owner, gathered, status);
    RetirementPlan plan = plan(known, retiring, access, status);
    PlanPublisher.PublishedPlan published =
        publisher.publish(policy, owner, known, gathered, sessions, status);
    decisionFreshness.decided(policy);
    evaluations.ended(policy);
    List<Ec2CallException> failures =
        executor.execute(policy, owner, known.policy().coverage(), plan);
    return status.decided(
        access.accountId(),
        spell.flatMap(current -> recordedSpell(current, policy, gathered, status)),
        PlanSummary.of(gathered.decisions(), published),
        published.approvable(),
        plan,
        ApprovalReadiness.of(
            PolicyReadiness.of(known.policy(), gathered, plan, failures),
            policy.getMetadata().getName(),
            known.approval(),
            published));
  }

  /** Finishes the retirements of a deleted policy; empty when no image or snapshot is left. */
  Optional<StatusUpdate<AmiRetentionPolicyStatus>> finishRetiring(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted access,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    Owner owner = Owner.of(cluster, policy);
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    Function<AccountRegion, ObservationSession> sessions = sessions(owner, freshness);
    try {
      GatheredFacts gathered =
          new FactsGatherer(sessions, freshness).inventoryOnly(access.accountRegions().values());
      var retiring = retirementObserver(sessions, owner, gathered, status);
      var steps = retiring.steps(status.retiring(), access.accountRegions());
      decisionFreshness.decided(policy);
      RetirementPlan plan =
          RetirementPlan.forDeletedPolicy(steps, status.history(), status.now())
              .with(
                  policy.isMarkedForDeletion()
                      ? ImageDeprecation.ofDeleted(
                          effectivePolicy(policy, access),
                          resources.otherPolicies(policy, cluster).values(),
                          gathered.inventory(),
                          status.now())
                      : List.of());
      var failures = executor.execute(policy, owner, coverage(policy, access), plan);
      return PolicyReadiness.inProgress(plan, failures).map(state -> status.deleting(plan, state));
    } catch (ObservationPendingException pending) {
      return Optional.of(status.observationPending(pending.readyState()));
    }
  }

  /** Drops the evaluation state of a deleted policy. */
  void forget(AmiRetentionPolicy policy) {
    decisionFreshness.forget(policy);
    evaluations.ended(policy);
    publisher.forget(policy);
  }

  private Function<AccountRegion, ObservationSession> sessions(Owner owner, Freshness freshness) {
    return region -> new ObservationSession(observer, region, owner, freshness);
  }

  private EffectivePolicy effectivePolicy(AmiRetentionPolicy policy, PolicyAccess.Granted access) {
    return EffectivePolicy.of(
        policy.getSpec(), ClusterResources.accountName(policy), coverage(policy, access));
  }

  private PolicyCoverage coverage(AmiRetentionPolicy policy, PolicyAccess.Granted access) {
    return PolicyCoverage.of(cluster, policy.getMetadata().getNamespace(), access.allowlist());
  }

  /** The facts that do not come from EC2. */
  private Facts clusterFacts(
      AmiRetentionPolicy policy,
      EffectivePolicy effective,
      Optional<EnforcementSpell> spell,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    return new Facts(
        effective,
        resources.otherPolicies(policy, cluster),
        Map.of(),
        resources.declaredImages(cluster),
        spell.map(EnforcementSpell::since),
        Map.of(),
        freshness(policy, effective, status.now()),
        status.history(),
        approvals.of(policy, status.approvedUntil(), status.now()),
        status.now());
  }

  private UsageFreshness freshness(
      AmiRetentionPolicy policy, EffectivePolicy effective, Instant now) {
    return new UsageFreshness(
        effective.enforce(),
        PolicySchedule.intervalStart(policy, evaluations.startedAt(policy, now)),
        PolicySchedule.interval(policy),
        now);
  }

  private static Optional<EnforcementSpell> spell(
      AmiRetentionPolicy policy,
      String accountId,
      EffectivePolicy effective,
      AmiRetentionPolicyStatusFactory status) {
    String scope = EnforcementSpell.scope(policy.getMetadata().getUid(), accountId, effective);
    return effective.enforce()
        ? Optional.of(
            EnforcementSpell.at(
                status.now(), status.previousSpell(), scope, PolicySchedule.interval(policy)))
        : Optional.empty();
  }

  private static Optional<EnforcementSpell> recordedSpell(
      EnforcementSpell spell,
      AmiRetentionPolicy policy,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    return spell.evaluated(
        status.now(),
        status.previousSpell(),
        PolicySchedule.interval(policy),
        gathered.listFailures().isEmpty());
  }

  private RetirementObserver retirementObserver(
      Function<AccountRegion, ObservationSession> sessions,
      Owner owner,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    return new RetirementObserver(
        sessions, owner, gathered, status.history(), requeuePolicy.gracePeriod());
  }

  private static RetirementPlan plan(
      Facts known,
      RetirementObserver observer,
      PolicyAccess.Granted access,
      AmiRetentionPolicyStatusFactory status) {
    if (!known.policy().enforce()) {
      return RetirementPlan.planOnly(status.retiring(), status.history(), status.now());
    }
    Facts facts = known.withObserved(observer.gathered().inventory(), Map.of());
    return RetirementPlan.of(
            observer.gathered().decisions(),
            observer.steps(status.retiring(), access.accountRegions()),
            observer.newEntries(),
            status.history(),
            status.now())
        .with(ImageDeprecation.plan(facts, observer.gathered().decisions()))
        .with(ImageDeprecation.ofUnselected(facts))
        .with(UnselectedImages.untag(facts));
  }
}
