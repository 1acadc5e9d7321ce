package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequeuePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Clears a region of an AmiCopy that is deleted, or that names the region no longer. */
@ApplicationScoped
class RemovedRegionReconciler {
  /** Why a read failed that is repeated, so that nothing is known of the region. */
  private static final Set<Reason> PASSING = Set.of(Reason.Unreachable, Reason.ClockSkew);

  private final RegionSessions sessions;
  private final ActionExecutor actionExecutor;
  private final RequeuePolicy requeuePolicy;
  private final EventRecorder eventRecorder;
  private final CopyAdmission admission;
  private final RemovalWaits waits;

  RemovedRegionReconciler(
      RegionSessions sessions,
      ActionExecutor actionExecutor,
      RequeuePolicy requeuePolicy,
      EventRecorder eventRecorder,
      CopyAdmission admission) {
    this.sessions = sessions;
    this.actionExecutor = actionExecutor;
    this.requeuePolicy = requeuePolicy;
    this.eventRecorder = eventRecorder;
    this.admission = admission;
    this.waits = new RemovalWaits(requeuePolicy);
  }

  /**
   * The entry of a region to clear; empty if EC2 has no copy there. Either the status records that
   * CopyImage may have been called, or EC2 shows resources with the object's tags: a backup
   * restores no status. A region that was never called for and does not answer is forgotten.
   */
  Optional<RegionStatus> remaining(CopyContext context, RegionStatus entry) {
    admission.withdraw(context, entry);
    if (RegionStatusFactory.mayHaveCopies(entry)) {
      return Optional.of(entry);
    }
    if (waits.isClear(RemovalWaits.Region.of(context, entry))) {
      return Optional.empty();
    }
    boolean lostStatus = context.recorded().regions().isEmpty();
    return switch (context.access().of(RecordedCopy.key(entry))) {
      case Access.Unavailable(ReadyState why) -> whileReconciling(entry, why, lostStatus);
      case Access.Granted(AccountRegion region, _) -> {
        DestinationKey key = RecordedCopy.key(entry);
        ObservationSession session =
            sessions.ofDestination(context, region, key, entry.queuedSince() != null);
        try {
          boolean none = session.get(OwnedResourceQueries.byOwner(session.owner())).isEmpty();
          sessions.decided(context.desired(), key);
          yield none ? Optional.empty() : Optional.of(RegionStatusFactory.requested(entry));
        } catch (ObservationPendingException pending) {
          yield whileReconciling(entry, pending.readyState(), lostStatus);
        }
      }
    };
  }

  private static Optional<RegionStatus> whileReconciling(
      RegionStatus entry, ReadyState why, boolean lostStatus) {
    boolean passing = lostStatus && PASSING.contains(why.reason());
    return Optional.of(entry).filter(e -> passing || why instanceof ReadyState.Reconciling);
  }

  /** Clears a region, unless its copies are still needed; empty once no copy is provably left. */
  Optional<RegionResult> removeCopiesUnlessKept(CopyContext copy, RegionStatus entry) {
    return copy.removalObstacle(entry)
        .map(why -> RegionResult.forRemoved(entry, why))
        .or(() -> removeCopies(copy, entry));
  }

  /** Clears a region; empty once no copy is provably left. */
  Optional<RegionResult> removeCopies(CopyContext copy, RegionStatus entry) {
    return switch (copy.access().of(RecordedCopy.key(entry))) {
      case Access.Unavailable(ReadyState why) -> Optional.of(RegionResult.forRemoved(entry, why));
      case Access.Granted(AccountRegion accountRegion, var allowlist) ->
          waits
              .ongoing(RemovalWaits.Region.of(copy, entry), entry, copy.now())
              .or(() -> removeCopies(copy, accountRegion, entry));
    };
  }

  /** Executes the next step of clearing a region; empty once no copy is provably left. */
  private Optional<RegionResult> removeCopies(
      CopyContext context, AccountRegion region, RegionStatus entry) {
    DesiredCopy desired = context.desired();
    DestinationKey key = RecordedCopy.key(entry);
    ObservationSession session = sessions.ofDestination(context, region, key, false);
    try {
      FinalizerPlanner.Step step =
          FinalizerPlanner.next(
              session, RegionRemoval.request(desired, entry), requeuePolicy.gracePeriod());
      sessions.decided(desired, key);
      return switch (step) {
        case FinalizerPlanner.Step.Done done -> {
          done.event(desired.owner(), region)
              .ifPresent(event -> eventRecorder.record(context.statusFactory().resource(), event));
          waits.end(
              RemovalWaits.Region.of(context, entry),
              context.statusFactory().resource().isMarkedForDeletion());
          yield Optional.empty();
        }
        case FinalizerPlanner.Step.RecordSnapshots record ->
            Optional.of(removing(entry, record.snapshots(), record.readyState()));
        case FinalizerPlanner.Step.Execute(Plan plan) ->
            Optional.of(executed(context, region, entry, plan));
      };
    } catch (ObservationPendingException pending) {
      return Optional.of(
          RegionResult.forRemoved(entry, RegionRemoval.unreachable(entry, pending))
              .withoutAnswer());
    }
  }

  private RegionResult executed(
      CopyContext context, AccountRegion region, RegionStatus entry, Plan plan) {
    ReadyState readyState =
        actionExecutor.executePlan(region, context.desired().owner(), plan).readyState();
    return waits.begin(
        RemovalWaits.Region.of(context, entry),
        removing(entry, RegionLedger.of(entry), readyState),
        context.now());
  }

  /** Drops what is kept in memory for a deleted AmiCopy. */
  void forget(AmiCopy resource) {
    waits.forget(resource.getMetadata().getUid());
  }

  private static RegionResult removing(
      RegionStatus entry, List<SnapshotEntry> ledger, ReadyState readyState) {
    return RegionResult.forRemoved(RegionStatusFactory.deleting(entry, ledger), readyState)
        .withMessage();
  }
}
