package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  private final OrphanEvaluator orphanEvaluator;
  private final OrphanExecutor orphanExecutor;
  private final StepsPlanner stepsPlanner;
  private final PolicyEvaluations evaluations = new PolicyEvaluations();

  PolicyEvaluator(
      Observer observer,
      RetirementExecutor executor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      PlanApprovals approvals,
      AccountLimit accountLimit,
      PlanPublisher publisher,
      OrphanEvaluator orphanEvaluator,
      OrphanExecutor orphanExecutor,
      StepsPlanner stepsPlanner) {
    this.observer = observer;
    this.executor = executor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
    this.approvals = approvals;
    this.accountLimit = accountLimit;
    this.publisher = publisher;
    this.orphanEvaluator = orphanEvaluator;
    this.orphanExecutor = orphanExecutor;
    this.stepsPlanner = stepsPlanner;
  }

  /** Decides about each selected image, executes the next steps, and reports the plan. */
  StatusUpdate<AmiRetentionPolicyStatus> evaluate(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    var sessions = sessions(Owner.of(cluster, policy), freshness);
    EffectivePolicy effective = effectivePolicy(policy, access);
    Map<String, EnforcementSpell> spells = EnforcementSpells.at(policy, access, effective, status);
    Facts known = clusterFacts(policy, effective, access, spells, resources, status);
    new OrphanedSnapshotReads(sessions, known.freshness().evaluationStart())
        .request(access.accountRegions());
    try {
      var left = EvaluationPlan.left(coverage(policy, access), known);
      GatheredFacts gathered =
          new FactsGatherer(sessions, freshness)
              .gather(known, access.accountRegions(), steps(status), left);
      if (!gathered.usageReads().complete()) {
        decisionFreshness.decided(policy);
        return status.deciding(gathered.decisions(), gathered.usageReads());
      }
      var limited = accountLimit.apply(known, gathered, access.evaluated(), resources::accountsOf);
      var use = resources.snapshotUse();
      var orphans = orphanEvaluator.plan(policy, known, limited, sessions, freshness, use, status);
      GatheredFacts all = limited.withOrphans(orphans);
      return retire(policy, access, resources, known, spells, sessions, all, status);
    } catch (ObservationPendingException pending) {
      return status.observationPending(pending.readyState());
    }
  }

  /** Executes the next steps of the decisions, and reports the plan. */
  private StatusUpdate<AmiRetentionPolicyStatus> retire(
      AmiRetentionPolicy policy,
      PolicyAccess access,
      ClusterResources resources,
      Facts known,
      Map<String, EnforcementSpell> spells,
      Function<AccountRegion, ObservationSession> sessions,
      GatheredFacts undescribed,
      AmiRetentionPolicyStatusFactory status) {
    Owner owner = Owner.of(cluster, policy);
    Instant start = known.freshness().evaluationStart();
    GatheredFacts gathered = new RecoveryReads(sessions, start).describe(undescribed);
    var retiring = retirementObserver(sessions, owner, gathered, status);
    var planned = plan(policy, resources, known, retiring, access, sessions, status);
    PlanPublisher.PublishedPlan published =
        publisher.publish(policy, owner, known, gathered, sessions, status);
    decisionFreshness.decided(policy);
    evaluations.ended(policy);
    var execution = planned.execute(executor, policy, owner, coverage(policy, access));
    var orphans = orphanExecutor.execute(policy, gathered.orphans(), status.now());
    Plan shown = PlanSummary.of(gathered.decisions(), published);
    return status.decided(
        EnforcementSpells.recorded(spells, access, policy, gathered, status),
        OrphanSummary.in(shown, gathered.orphans(), policy, known),
        published.approvable(),
        planned.plan(),
        orphans.ledger(),
        new EvaluationReadiness(policy, known, gathered, published)
            .of(access.unavailable(), planned.plan(), orphans, execution));
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

  private Function<AccountRegion, PolicyCoverage> coverage(
      AmiRetentionPolicy policy, PolicyAccess access) {
    return region -> access.coverage(region, cluster, policy.getMetadata().getNamespace());
  }

  private EffectivePolicy effectivePolicy(AmiRetentionPolicy policy, PolicyAccess access) {
    String namespace = policy.getMetadata().getNamespace();
    return EffectivePolicy.of(
        policy.getSpec(),
        new CoveredAccounts(
            namespace,
            ClusterResources.accountNames(policy),
            access.evaluated().stream()
                .collect(
                    toMap(
                        PolicyAccess.Account::accountId,
                        account -> account.coverage(cluster, namespace)))));
  }

  /** The facts that do not come from EC2. */
  private Facts clusterFacts(
      AmiRetentionPolicy policy,
      EffectivePolicy effective,
      PolicyAccess access,
      Map<String, EnforcementSpell> spells,
      ClusterResources resources,
      AmiRetentionPolicyStatusFactory status) {
    return new Facts(
        effective,
        resources.otherPolicies(policy, access.accounts().toList(), cluster),
        Map.of(),
        resources.declaredImages(cluster),
        access.evaluated().stream()
            .filter(account -> spells.containsKey(account.name()))
            .collect(
                toMap(
                    PolicyAccess.Account::accountId,
                    account -> spells.get(account.name()).since())),
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

  private RetirementObserver retirementObserver(
      Function<AccountRegion, ObservationSession> sessions,
      Owner owner,
      GatheredFacts gathered,
      AmiRetentionPolicyStatusFactory status) {
    return new RetirementObserver(
        sessions, owner, gathered, status.history(), requeuePolicy.gracePeriod());
  }

  private ReversibleSteps steps(AmiRetentionPolicyStatusFactory status) {
    return new ReversibleSteps(cluster, status.now());
  }

  private EvaluationPlan steps(
      Function<AccountRegion, PolicyCoverage> coverage, AmiRetentionPolicyStatusFactory status) {
    return new EvaluationPlan(steps(status), coverage, status.reversible());
  }

  private StepsPlanner.Planned plan(
      AmiRetentionPolicy policy,
      ClusterResources resources,
      Facts known,
      RetirementObserver observer,
      PolicyAccess access,
      Function<AccountRegion, ObservationSession> sessions,
      AmiRetentionPolicyStatusFactory status) {
    if (!known.policy().enforce()) {
      return StepsPlanner.Planned.of(
          RetirementPlan.planOnly(status.retiring(), status.history(), status.now())
              .recording(status.reversible(), List.of()));
    }
    List<Decision> decisions = observer.gathered().decisions();
    return stepsPlanner.plan(
        steps(coverage(policy, access), status),
        RetirementPlan.of(
                decisions,
                observer.steps(status.retiring(), access.accountRegions()),
                observer.newEntries(),
                status.history(),
                status.now())
            .with(observer.gathered().reports()),
        known.withObserved(observer.gathered().inventory(), Map.of()),
        decisions,
        resources.imagePolicies(policy),
        sessions,
        decisionFreshness.freshnessFor(policy, status.now(), false).startedAt());
  }
}
