package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.RequeuePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reconciles a region of an AmiCopy; its failures do not affect other regions. */
@ApplicationScoped
class RegionReconciler {
  private static final String SOURCE = "source";

  /** Why a read failed that is repeated, so that nothing is known of the region. */
  private static final Set<Reason> PASSING = Set.of(Reason.Unreachable, Reason.ClockSkew);

  private static final String GRANTS = "grants";
  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;
  private final EventRecorder eventRecorder;
  private final CopyAdmission admission;

  RegionReconciler(
      Observer observer,
      ActionExecutor actionExecutor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      EventRecorder eventRecorder,
      CopyAdmission admission) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.eventRecorder = eventRecorder;
    this.admission = admission;
  }

  /** The observer of the source image, in its account and region. */
  SourceObserver sourceObserver(CopyContext context, AccountRegion account) {
    return new SourceObserver(
        context.source(),
        id ->
            session(
                context,
                new AccountRegion(account.account(), account.accountId(), id.region()),
                SOURCE,
                context.sourceSettled()),
        requeuePolicy.gracePeriod(),
        context.recorded()::hasCopied);
  }

  /** The grants on source images, to be used by a single reconcile. */
  SourceGrants sourceGrants(CopyContext context) {
    return new SourceGrants(
        context,
        new SourceGrants.Environment(
            at -> session(context, at, GRANTS, false),
            () -> decided(context.desired(), GRANTS),
            actionExecutor,
            requeuePolicy.gracePeriod()));
  }

  /** A session for reads that may be as old as their frequency allows. */
  ObservationSession regionsSession(Owner owner, AccountRegion at, Instant now) {
    return new ObservationSession(
        observer, at, owner, new Freshness(now, now, true, Duration.ZERO));
  }

  /** Ends the reads of the source image, once every region has decided. */
  void sourceDecided(DesiredCopy desired) {
    decided(desired, SOURCE);
  }

  /** Drops what is kept in memory for a deleted AmiCopy. */
  void forget(AmiCopy resource) {
    admission.forget(resource);
    decisionFreshness.forget(resource);
  }

  /**
   * Observes a destination that needs a copy, and executes the next step.
   *
   * @param source read only when the destination has no copy
   */
  RegionResult converge(
      CopyContext context, CopyTarget desired, SourceObserver source, SourceGrants grants) {
    return admission
        .inFlight(context, desired)
        .orElseGet(() -> observeAndExecute(context, desired, source, grants));
  }

  private RegionResult observeAndExecute(
      CopyContext context, CopyTarget desired, SourceObserver source, SourceGrants grants) {
    AccountRegion region = desired.accountRegion();
    String part = desired.destination().key().toString();
    ObservationSession session =
        session(
            context,
            region,
            part,
            context.settled(desired.destination().key()) || admission.neverCalled(desired));
    try {
      Observation.Known<OwnedResources> owned =
          session.known(session.observation(OwnedResourceQueries.byOwner(session.owner())));
      CopyTarget target =
          CopyMatches.of(desired, owned.value()).isEmpty()
              ? desired.withSource(source.observe())
              : desired;
      RegionPlan planned =
          admission.plan(
              context, target, owned, () -> observeAndPlan(session, target, source, grants));
      if ((target.source() instanceof ObservedSource.Unobserved || grants.pendingFor(target))
          && observing(planned.plan().readyState())) {
        return pending(target, planned.plan().readyState());
      }
      decided(context.desired(), part);
      return executed(target, planned.regionStatus(), admission.execute(context, target, planned));
    } catch (ObservationPendingException pending) {
      return pending(desired, pending.readyState());
    }
  }

  /** The plan, unless the destination's account may not copy the source yet. */
  private RegionPlan observeAndPlan(
      ObservationSession session, CopyTarget target, SourceObserver source, SourceGrants grants) {
    ObservedCopy observed = new CopyObserver(session, target, source).observe();
    RegionPlan planned =
        CopyPlanner.plan(target, observed, requeuePolicy.gracePeriod(), session.now());
    return planned.copiesImage()
        ? grants.obstacle(target).map(planned::refused).orElse(planned)
        : planned;
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
    boolean lostStatus = context.recorded().regions().isEmpty();
    return switch (context.access().of(RecordedCopy.key(entry))) {
      case Access.Unavailable(ReadyState why) -> whileReconciling(entry, why, lostStatus);
      case Access.Granted(AccountRegion region, _) -> {
        String part = RecordedCopy.key(entry).toString();
        ObservationSession session = session(context, region, part, entry.queuedSince() != null);
        try {
          boolean none = session.get(OwnedResourceQueries.byOwner(session.owner())).isEmpty();
          decided(context.desired(), part);
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

  /** Executes the next step of clearing a region; empty once no copy is provably left. */
  Optional<RegionResult> removeCopies(
      CopyContext context, AccountRegion region, RegionStatus entry) {
    DesiredCopy desired = context.desired();
    String part = RecordedCopy.key(entry).toString();
    ObservationSession session = session(context, region, part, false);
    try {
      FinalizerPlanner.Step step =
          FinalizerPlanner.next(
              session, RegionRemoval.request(desired, entry), requeuePolicy.gracePeriod());
      decided(desired, part);
      return switch (step) {
        case FinalizerPlanner.Step.Done done -> {
          done.event(desired.owner(), region)
              .ifPresent(event -> eventRecorder.record(context.statusFactory().resource(), event));
          yield Optional.empty();
        }
        case FinalizerPlanner.Step.RecordSnapshots record ->
            Optional.of(removing(entry, record.snapshots(), record.readyState()));
        case FinalizerPlanner.Step.Execute(Plan plan) ->
            Optional.of(
                removing(
                    entry,
                    RegionStatusFactory.snapshotLedger(entry),
                    actionExecutor.executePlan(region, desired.owner(), plan).readyState()));
      };
    } catch (ObservationPendingException pending) {
      return Optional.of(
          pending(RegionResult.forRemoved(entry, RegionRemoval.unreachable(entry, pending))));
    }
  }

  private ObservationSession session(
      CopyContext context, AccountRegion region, String part, boolean settled) {
    String key = DecisionFreshness.partOf(context.desired().uid(), part);
    return new ObservationSession(
        observer,
        region,
        context.desired().owner(),
        decisionFreshness.freshnessFor(key, context.now(), settled));
  }

  private static boolean observing(ReadyState readyState) {
    return readyState.reason() == Reason.Observing;
  }

  /** Ends the reads of a region or of the source: each is decided independently. */
  private void decided(DesiredCopy desired, String part) {
    decisionFreshness.decided(DecisionFreshness.partOf(desired.uid(), part));
  }

  private static RegionResult executed(
      CopyTarget target, RegionStatus planned, ExecutionResult result) {
    RegionStatus entry =
        result.createdImageId().map(id -> RegionStatusFactory.created(planned, id)).orElse(planned);
    return RegionResult.forDesired(
            target.destination(), Optional.of(entry), CopyRefusal.explain(target, result))
        .withMessage();
  }

  private static RegionResult removing(
      RegionStatus entry, List<SnapshotEntry> ledger, ReadyState readyState) {
    return RegionResult.forRemoved(RegionStatusFactory.deleting(entry, ledger), readyState)
        .withMessage();
  }

  private static RegionResult pending(CopyTarget target, ReadyState readyState) {
    RegionStatus entry =
        target
            .regionStatus()
            .orElseGet(
                () -> RegionStatusFactory.queued(target, Optional.empty(), Optional.empty()));
    return pending(RegionResult.forDesired(target.destination(), Optional.of(entry), readyState));
  }

  /** While EC2 is being queried, a more informative entry stays as it is. */
  private static RegionResult pending(RegionResult result) {
    return observing(result.readyState()) ? result.withObservationPending() : result.withMessage();
  }
}
