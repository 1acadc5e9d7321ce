package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.Observer;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides which images may go, says so, and in mode Enforce lets them go. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "amiretentionpolicy", finalizerName = Api.FINALIZER)
public class AmiRetentionPolicyReconciler
    implements Reconciler<AmiRetentionPolicy>, Cleaner<AmiRetentionPolicy> {

  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;
  private final ClusterId cluster;
  private final InstantSource clock;
  private ClusterResources clusterResources;

  AmiRetentionPolicyReconciler(
      Observer observer,
      ActionExecutor actionExecutor,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      InstantSource clock) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.accountAccess = accountAccess;
    this.statusReporter = statusReporter;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiRetentionPolicy>> prepareEventSources(
      EventSourceContext<AmiRetentionPolicy> context) {
    clusterResources = ClusterResources.of(context);
    List<EventSource<?, AmiRetentionPolicy>> sources =
        new ArrayList<>(clusterResources.eventSources());
    sources.add(
        AccountEventSource.of(context, AmiRetentionPolicy.class, ClusterResources::accountName));
    return sources;
  }

  @Override
  public UpdateControl<AmiRetentionPolicy> reconcile(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    StatusUpdate<AmiRetentionPolicyStatus> statusUpdate = reconcilePolicy(policy, context);
    Duration again = statusReporter.report(policy, statusUpdate, AmiRetentionPolicy::new, context);
    return UpdateControl.<AmiRetentionPolicy>noUpdate().rescheduleAfter(again);
  }

  @Override
  public DeleteControl cleanup(AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    Optional<StatusUpdate<AmiRetentionPolicyStatus>> left = cleanUpPolicy(policy, context);
    if (left.isEmpty()) {
      decisionFreshness.forget(policy);
      return DeleteControl.defaultDelete();
    }
    Duration again = statusReporter.report(policy, left.get(), AmiRetentionPolicy::new, context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private StatusUpdate<AmiRetentionPolicyStatus> reconcilePolicy(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    AmiRetentionPolicyStatusFactory status =
        new AmiRetentionPolicyStatusFactory(policy, clock.instant());
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return status.withReadyState(suspension.get());
    }
    if (!clusterResources.hasSynced()) {
      return status.observationPending(
          new ReadyState.Reconciling(
              Reason.Observing, "The cluster's objects are being read.", Requeue.NEXT_STEP));
    }
    return switch (access(policy, status, context)) {
      case PolicyAccess.Unavailable(ReadyState readyState) -> status.observationPending(readyState);
      case PolicyAccess.Granted granted -> planAndExecute(policy, granted, status);
    };
  }

  private StatusUpdate<AmiRetentionPolicyStatus> planAndExecute(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted entrance,
      AmiRetentionPolicyStatusFactory status) {
    Owner owner = Owner.of(cluster, policy);
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    Function<AccountRegion, ObservationSession> sessions =
        accountRegion -> new ObservationSession(observer, accountRegion, owner, freshness);
    Facts known = clusterFacts(policy, entrance, status, freshness);
    try {
      FactsGatherer.GatheredFacts gatheredFacts =
          FactsGatherer.gather(
              sessions,
              owner,
              known,
              entrance.accountRegions().values(),
              known.proofNotBefore(),
              freshness);
      RetirementPlan retirementPlan =
          known.policy().enforce()
              ? retirementPlan(
                  retirementObserver(sessions, owner, gatheredFacts, status),
                  gatheredFacts,
                  entrance,
                  status)
              : RetirementPlan.planOnly(status.retiring(), status.history(), status.now());
      decisionFreshness.decided(policy);
      List<Ec2CallException> failures = execute(owner, retirementPlan);
      return status.decided(
          entrance.accountId(),
          PlanSummary.of(gatheredFacts.decisions()),
          retirementPlan,
          PolicyReadiness.of(known.policy(), gatheredFacts, retirementPlan, failures));
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return status.observationPending(observationPendingException.readyState());
    }
  }

  private static RetirementPlan retirementPlan(
      RetirementObserver retirementObserver,
      FactsGatherer.GatheredFacts gatheredFacts,
      PolicyAccess.Granted entrance,
      AmiRetentionPolicyStatusFactory status) {
    return RetirementPlan.of(
        gatheredFacts.decisions(),
        retirementObserver.steps(status.retiring(), entrance.accountRegions()),
        retirementObserver.newEntries(),
        status.history(),
        status.now());
  }

  /** Finishes what was begun and begins nothing; empty once nothing is left of it. */
  private Optional<StatusUpdate<AmiRetentionPolicyStatus>> cleanUpPolicy(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    AmiRetentionPolicyStatusFactory status =
        new AmiRetentionPolicyStatusFactory(policy, clock.instant());
    if (Annotations.abandoned(policy) || status.retiring().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return suspension.map(status::withReadyState);
    }
    return switch (access(policy, status, context)) {
      case PolicyAccess.Unavailable(ReadyState readyState) ->
          Optional.of(status.observationPending(readyState));
      case PolicyAccess.Granted granted -> finishRetiring(policy, granted, status);
    };
  }

  private Optional<StatusUpdate<AmiRetentionPolicyStatus>> finishRetiring(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted entrance,
      AmiRetentionPolicyStatusFactory status) {
    Owner owner = Owner.of(cluster, policy);
    Freshness freshness = decisionFreshness.freshnessFor(policy, status.now(), false);
    Function<AccountRegion, ObservationSession> sessions =
        accountRegion -> new ObservationSession(observer, accountRegion, owner, freshness);
    try {
      FactsGatherer.GatheredFacts gatheredFacts =
          FactsGatherer.inventoryOnly(
              sessions, owner, entrance.accountRegions().values(), freshness);
      List<RetirementObserver.RetirementStep> steps =
          retirementObserver(sessions, owner, gatheredFacts, status)
              .steps(status.retiring(), entrance.accountRegions());
      decisionFreshness.decided(policy);
      RetirementPlan retirementPlan =
          RetirementPlan.forDeletedPolicy(steps, status.history(), status.now());
      List<Ec2CallException> failures = execute(owner, retirementPlan);
      return PolicyReadiness.inProgress(retirementPlan, failures)
          .map(readyState -> status.deleting(retirementPlan, readyState));
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return Optional.of(status.observationPending(observationPendingException.readyState()));
    }
  }

  /** What has a say besides EC2. */
  private Facts clusterFacts(
      AmiRetentionPolicy policy,
      PolicyAccess.Granted entrance,
      AmiRetentionPolicyStatusFactory status,
      Freshness freshness) {
    return new Facts(
        EffectivePolicy.of(policy.getSpec(), ClusterResources.accountName(policy)),
        clusterResources.otherPolicies(policy),
        Map.of(),
        clusterResources.declaredImages(cluster),
        entrance.foreignRetentionAllowed(),
        Map.of(),
        PolicySchedule.intervalStart(policy, freshness.startedAt()),
        status.history(),
        status.now());
  }

  private RetirementObserver retirementObserver(
      Function<AccountRegion, ObservationSession> sessions,
      Owner owner,
      FactsGatherer.GatheredFacts gatheredFacts,
      AmiRetentionPolicyStatusFactory status) {
    return new RetirementObserver(
        sessions, owner, gatheredFacts, status.history(), requeuePolicy.gracePeriod());
  }

  /** Does what the agenda says; the failure of one errand does not hold up the others. */
  private List<Ec2CallException> execute(Owner owner, RetirementPlan retirementPlan) {
    List<Ec2CallException> failures = new ArrayList<>();
    for (RetirementPlan.PlannedActions plannedActions : retirementPlan.plannedActions()) {
      try {
        actionExecutor.execute(plannedActions.accountRegion(), owner, plannedActions.actions());
      } catch (Ec2CallException failure) {
        failures.add(failure);
      }
    }
    return failures;
  }

  private PolicyAccess access(
      AmiRetentionPolicy policy,
      AmiRetentionPolicyStatusFactory status,
      Context<AmiRetentionPolicy> context) {
    return PolicyAccess.of(
        accountAccess,
        ClusterResources.accountName(policy),
        context.getSecondaryResource(AwsAccount.class),
        policy.getSpec().regions(),
        status);
  }

  private static Optional<ReadyState> suspension(AmiRetentionPolicy policy) {
    return Suspension.of(policy.getSpec().suspend(), "policy");
  }
}
