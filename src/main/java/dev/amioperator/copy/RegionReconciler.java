package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.AllowedPlan;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequeuePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings one region to what an AmiCopy wants of it, or clears it: what fails here stays here. */
@ApplicationScoped
class RegionReconciler {
  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;

  RegionReconciler(
      Observer observer,
      ActionExecutor actionExecutor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
  }

  /** The observer of the source, in the same account. */
  SourceObserver sourceObserver(CopyContext context) {
    AccountRegion any = context.anyAccountRegion();
    DesiredCopy desired = context.desired();
    return new SourceObserver(
        context.source(),
        id ->
            new ObservationSession(
                observer,
                new AccountRegion(any.account(), any.accountId(), id.region()),
                desired.owner(),
                decisionFreshness.freshnessFor(
                    sourceFreshnessKey(desired), context.now(), context.settled())),
        requeuePolicy.gracePeriod());
  }

  /** Every region has decided: what is known of the source has served. */
  void sourceDecided(DesiredCopy desired) {
    decisionFreshness.decided(sourceFreshnessKey(desired));
  }

  /** The object is deleted: nothing of it is remembered. */
  void forget(AmiCopy resource) {
    decisionFreshness.forget(resource);
  }

  /**
   * Observes a region that is to have a copy, and executes the next step.
   *
   * @param sourceObserver asked only when the region has no copy
   * @param refusal why the account does not allow to share as the spec asks, if it does not
   * @param settled whether all was well here at the last look
   */
  RegionResult converge(
      CopyTarget wanted,
      SourceObserver sourceObserver,
      Optional<ReadyState> refusal,
      Instant now,
      boolean settled) {
    String round = freshnessKey(wanted.desired(), wanted.accountRegion());
    Freshness freshness = decisionFreshness.freshnessFor(round, now, settled);
    ObservationSession observationSession =
        new ObservationSession(
            observer, wanted.accountRegion(), wanted.desired().owner(), freshness);
    try {
      CopyTarget target =
          CopyMatches.of(
                      wanted,
                      observationSession.get(
                          OwnedResourceQueries.byOwner(observationSession.owner())))
                  .isEmpty()
              ? wanted.withSource(sourceObserver.observe())
              : wanted;
      ObservedCopy observed = CopyObserver.observe(observationSession, target);
      RegionPlan planned =
          CopyPlanner.plan(target, observed, requeuePolicy.gracePeriod(), freshness.now());
      if (target.source() instanceof ObservedSource.Unobserved
          && observing(planned.plan().readyState())) {
        return observationPending(target, planned.plan().readyState());
      }
      decisionFreshness.decided(round);
      Plan plan = refusal.map(why -> AllowedPlan.of(planned.plan(), why)).orElseGet(planned::plan);
      ExecutionResult executionResult =
          actionExecutor.executePlan(target.accountRegion(), target.desired().owner(), plan);
      return executed(planned.regionStatus(), executionResult);
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return observationPending(wanted, observationPendingException.readyState());
    }
  }

  /** Does the next thing to clear a region; nothing, once it is clean beyond doubt. */
  Optional<RegionResult> removeCopies(
      DesiredCopy desired, AccountRegion accountRegion, RegionStatus entry, Instant now) {
    String round = freshnessKey(desired, accountRegion);
    Freshness freshness = decisionFreshness.freshnessFor(round, now, false);
    ObservationSession observationSession =
        new ObservationSession(observer, accountRegion, desired.owner(), freshness);
    try {
      FinalizerPlanner.Step step =
          FinalizerPlanner.next(
              observationSession, finalizerRequest(desired, entry), requeuePolicy.gracePeriod());
      decisionFreshness.decided(round);
      return switch (step) {
        case FinalizerPlanner.Step.Done done -> Optional.empty();
        case FinalizerPlanner.Step.RecordSnapshots recordSnapshots ->
            Optional.of(removing(entry, recordSnapshots.snapshots(), recordSnapshots.readyState()));
        case FinalizerPlanner.Step.Execute(Plan plan) ->
            Optional.of(
                removing(
                    entry,
                    RegionStatusFactory.snapshotLedger(entry),
                    actionExecutor.executePlan(accountRegion, desired.owner(), plan).readyState()));
      };
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return Optional.of(
          observationPending(
              RegionResult.forRemoved(entry, observationPendingException.readyState())));
    }
  }

  private static FinalizerPlanner.Request finalizerRequest(
      DesiredCopy desired, RegionStatus entry) {
    return new FinalizerPlanner.Request(
        desired.owner(),
        RegionStatusFactory.imageIds(entry),
        Optional.ofNullable(entry.imageName()),
        true,
        RegionStatusFactory.snapshotLedger(entry),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        Optional.empty());
  }

  private static boolean observing(ReadyState readyState) {
    return readyState.reason() == Reason.Observing;
  }

  private static String sourceFreshnessKey(DesiredCopy desired) {
    return DecisionFreshness.partOf(desired.uid(), "source");
  }

  /** Each region is decided by itself. */
  private static String freshnessKey(DesiredCopy desired, AccountRegion accountRegion) {
    return DecisionFreshness.partOf(desired.uid(), accountRegion.region());
  }

  private static RegionResult executed(RegionStatus planned, ExecutionResult executionResult) {
    RegionStatus entry =
        executionResult
            .createdImageId()
            .map(id -> RegionStatusFactory.created(planned, id))
            .orElse(planned);
    return RegionResult.forDesired(entry.region(), Optional.of(entry), executionResult.readyState())
        .withMessage();
  }

  private static RegionResult removing(
      RegionStatus entry, List<SnapshotEntry> ledger, ReadyState readyState) {
    return RegionResult.forRemoved(RegionStatusFactory.deleting(entry, ledger), readyState)
        .withMessage();
  }

  private static RegionResult observationPending(CopyTarget target, ReadyState readyState) {
    RegionStatus entry =
        target
            .regionStatus()
            .orElseGet(
                () -> RegionStatusFactory.queued(target, Optional.empty(), Optional.empty()));
    return observationPending(
        RegionResult.forDesired(entry.region(), Optional.of(entry), readyState));
  }

  /** EC2 is being asked: an entry that says more than that stays as it is. */
  private static RegionResult observationPending(RegionResult regionResult) {
    return observing(regionResult.readyState())
        ? regionResult.withObservationPending()
        : regionResult.withMessage();
  }
}
