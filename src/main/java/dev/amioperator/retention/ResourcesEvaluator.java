package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.deletion.UsageGuard;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClockCheck;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.retention.RetentionReason.Group;
import dev.amioperator.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Evaluates the objects that a policy selects, and in mode Enforce deletes those that are due. */
@ApplicationScoped
class ResourcesEvaluator {
  private final Observer observer;
  private final AccountAccess accountAccess;
  private final ObjectDeletions deletions;
  private final DecisionFreshness decisionFreshness;
  private final ClockCheck clockCheck;
  private final ClusterId cluster;

  ResourcesEvaluator(
      Observer observer,
      AccountAccess accountAccess,
      ObjectDeletions deletions,
      DecisionFreshness decisionFreshness,
      ClockCheck clockCheck,
      ClusterId cluster) {
    this.observer = observer;
    this.accountAccess = accountAccess;
    this.deletions = deletions;
    this.decisionFreshness = decisionFreshness;
    this.clockCheck = clockCheck;
    this.cluster = cluster;
  }

  /** Decides about each selected object, changes what is due, and reports the plan. */
  StatusUpdate<AmiRetentionPolicyStatus> evaluate(
      AmiRetentionPolicy policy, ClusterResources resources, ResourcesStatusFactory status) {
    // By a wrong clock every age is wrong, and what the status remembers would be, too.
    Optional<Ec2CallException> skew = clockCheck.refusal("Evaluation of objects");
    if (skew.isPresent()) {
      return status.withReadyState(ErrorReasons.readyState(skew.get()));
    }
    ResourcesPolicy effective = ResourcesPolicy.of(policy);
    Optional<EnforcementSpell> spell = spell(policy, effective, status);
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    ObjectFacts facts = facts(policy, effective, spell, resources, freshness, status);
    try {
      ObjectFacts known = withUsage(facts, reader(policy, resources, freshness));
      decisionFreshness.decided(policy);
      return act(policy, known, spell, status);
    } catch (ObservationPendingException pending) {
      return status.observationPending(pending.readyState());
    }
  }

  private ObjectFacts facts(
      AmiRetentionPolicy policy,
      ResourcesPolicy effective,
      Optional<EnforcementSpell> spell,
      ClusterResources resources,
      Freshness freshness,
      ResourcesStatusFactory status) {
    return new ObjectFacts(
        effective,
        resources.otherResourcesPolicies(policy),
        resources.objects(effective.namespace()),
        spell.map(EnforcementSpell::since),
        Map.of(),
        new UsageFreshness(
            effective.enforce(),
            PolicySchedule.intervalStart(policy, freshness.startedAt()),
            PolicySchedule.interval(policy),
            status.now()),
        status.started(),
        status.counted(),
        status.now());
  }

  /**
   * The facts with the usage of each object that no other rule keeps; recent for one that is due.
   */
  private static ObjectFacts withUsage(ObjectFacts facts, ObjectUsageReader reader) {
    Map<String, Usage> usage =
        new HashMap<>(
            reader.read(
                ObjectDecisions.decide(facts).stream()
                    .filter(decision -> decision.is(ObjectReason.UsageUnknown))
                    .collect(
                        toMap(
                            ObjectDecision::object,
                            decision -> facts.freshness().notBefore(decision.dueAt())))));
    ObjectFacts known = facts.withUsage(usage);
    if (!facts.policy().enforce()) {
      return known;
    }
    Instant recent = facts.now().minus(UsageGuard.MAX_PROOF_AGE);
    usage.putAll(
        reader.read(
            ObjectDecisions.decide(known).stream()
                .filter(decision -> decision.is(ObjectReason.Due))
                .collect(toMap(ObjectDecision::object, decision -> recent))));
    return known.withUsage(usage);
  }

  private StatusUpdate<AmiRetentionPolicyStatus> act(
      AmiRetentionPolicy policy,
      ObjectFacts facts,
      Optional<EnforcementSpell> spell,
      ResourcesStatusFactory status) {
    List<ObjectDecision> decisions = ObjectDecisions.decide(facts);
    ObjectDeletionPlan plan =
        facts.policy().enforce()
            ? ObjectDeletionPlan.of(decisions, facts, unselected(facts))
            : ObjectDeletionPlan.planOnly(facts);
    Optional<ReadyState> refusal = deletions.execute(policy, plan, status.now());
    return status.decided(
        spell.flatMap(
            current ->
                current.evaluated(
                    status.now(), status.previousSpell(), PolicySchedule.interval(policy), true)),
        decisions,
        plan,
        refusal.orElseGet(() -> readyState(facts.policy(), decisions, plan)));
  }

  private static List<RetainedObject> unselected(ObjectFacts facts) {
    return facts.objects().stream()
        .filter(RetainedObject::annotated)
        .filter(object -> !facts.policy().selects(object))
        .filter(
            object ->
                facts.otherPolicies().values().stream()
                    .filter(ResourcesPolicy::enforce)
                    .noneMatch(other -> other.selects(object)))
        .toList();
  }

  static ReadyState readyState(
      ResourcesPolicy policy, List<ObjectDecision> decisions, ObjectDeletionPlan plan) {
    if (!plan.deleting().isEmpty()) {
      String titles =
          String.join(
              ", ",
              plan.deleting().stream()
                  .limit(10)
                  .map(entry -> entry.kind().value() + " " + entry.name())
                  .toList());
      return new ReadyState.Reconciling(
          Reason.Retiring,
          "Deleting %d objects, such as %s.".formatted(plan.deleting().size(), titles),
          Requeue.NEXT_STEP);
    }
    String message =
        "%d objects selected: %d to delete, %d blocked."
            .formatted(
                decisions.size(),
                ObjectDeletionPlan.count(decisions, Group.RETIRE),
                ObjectDeletionPlan.count(decisions, Group.BLOCKED));
    return new ReadyState.Ready(
        Reason.Planned, message + (policy.enforce() ? "" : " Mode Plan changes no object."));
  }

  private ObjectUsageReader reader(
      AmiRetentionPolicy policy, ClusterResources resources, Freshness freshness) {
    Owner owner = Owner.of(cluster, policy);
    Function<AccountRegion, ObservationSession> sessions =
        region -> new ObservationSession(observer, region, owner, freshness);
    return new ObjectUsageReader(accountAccess, resources, sessions);
  }

  private static Optional<EnforcementSpell> spell(
      AmiRetentionPolicy policy, ResourcesPolicy effective, ResourcesStatusFactory status) {
    return effective.enforce()
        ? Optional.of(
            EnforcementSpell.at(
                status.now(),
                status.previousSpell(),
                effective.scope(policy.getMetadata().getUid()),
                PolicySchedule.interval(policy)))
        : Optional.empty();
  }
}
