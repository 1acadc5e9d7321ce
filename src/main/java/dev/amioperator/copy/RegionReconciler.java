package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.KmsKeyAccess;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reconciles a region of an AmiCopy; its failures do not affect other regions. */
@ApplicationScoped
class RegionReconciler {
  private static final String SOURCE = "source";

  private final RegionSessions sessions;
  private final ActionExecutor actionExecutor;
  private final RequeuePolicy requeuePolicy;
  private final CopyAdmission admission;

  RegionReconciler(
      RegionSessions sessions,
      ActionExecutor actionExecutor,
      RequeuePolicy requeuePolicy,
      CopyAdmission admission) {
    this.sessions = sessions;
    this.actionExecutor = actionExecutor;
    this.requeuePolicy = requeuePolicy;
    this.admission = admission;
  }

  /** The observer of the source image; empty if its account cannot or may not be used. */
  Optional<SourceObserver> sourceObserver(CopyContext copy) {
    return copy.access().refusal(copy.sourceAccountRef()).isEmpty()
            && copy.access().source() instanceof Access.Granted(var at, _)
        ? Optional.of(sourceObserver(copy, at))
        : Optional.empty();
  }

  private SourceObserver sourceObserver(CopyContext copy, AccountRegion account) {
    return new SourceObserver(
        copy.source(),
        id ->
            sessions.ofSource(
                copy, new AccountRegion(account.account(), account.accountId(), id.region())),
        requeuePolicy.gracePeriod(),
        copy.recorded()::hasCopied);
  }

  /** The grants on source images, to be used by a single reconcile. */
  SourceGrants sourceGrants(CopyContext context) {
    return new SourceGrants(
        context,
        new SourceGrants.Environment(
            at -> sessions.ofGrants(context, at),
            () -> sessions.grantsDecided(context.desired()),
            actionExecutor,
            sessions.grantAbsence(),
            requeuePolicy.gracePeriod(),
            requeuePolicy.accelerated(KmsKeyAccess.Grant.PROPAGATION)));
  }

  /**
   * Observes a destination of the spec, and executes the next step.
   *
   * @param source read only when the destination has no copy; empty if it cannot be read
   */
  RegionResult converge(
      CopyContext copy,
      Optional<SourceObserver> source,
      SourceGrants grants,
      DesiredDestination destination) {
    Optional<RegionStatus> entry = copy.entry(destination.key());
    Optional<ReadyState> refusal =
        copy.access()
            .refusal(copy.sourceAccountRef())
            .or(() -> copy.access().refusal(destination.key().account()));
    if (refusal.isPresent()) {
      return RegionResult.refused(destination, entry, refusal.get());
    }
    Optional<ReadyState> unreachable = copy.allRegions().unreachable(destination.key());
    if (unreachable.isPresent() && !copy.names(destination.key())) {
      return RegionResult.forDesired(destination, entry, unreachable.get()).withMessage();
    }
    if (copy.access().source() instanceof Access.Unavailable(ReadyState why)) {
      return RegionResult.forDesired(destination, entry, why);
    }
    return switch (copy.access().of(destination.key())) {
      case Access.Unavailable(ReadyState why) -> RegionResult.forDesired(destination, entry, why);
      case Access.Granted granted ->
          converge(copy, source.orElseThrow(), grants, destination, granted);
    };
  }

  private RegionResult converge(
      CopyContext copy,
      SourceObserver source,
      SourceGrants grants,
      DesiredDestination destination,
      Access.Granted granted) {
    return source.known() instanceof ObservedSource.Unknown(ReadyState why)
        ? RegionResult.forDesired(destination, copy.entry(destination.key()), why)
        : converge(copy, source, grants, target(copy, source, destination, granted));
  }

  private static CopyTarget target(
      CopyContext copy,
      SourceObserver source,
      DesiredDestination destination,
      Access.Granted granted) {
    return new CopyTarget(
        copy.desired(),
        destination,
        copy.recorded(),
        source.known().id().orElseThrow(),
        source.known(),
        granted.accountRegion(),
        granted.allowlist(),
        copy.sourceAccount(),
        copy.revision(destination.key()));
  }

  private RegionResult converge(
      CopyContext copy, SourceObserver source, SourceGrants grants, CopyTarget target) {
    return admission
        .inFlight(copy, target)
        .orElseGet(() -> observeAndExecute(copy, target, source, grants));
  }

  private RegionResult observeAndExecute(
      CopyContext context, CopyTarget desired, SourceObserver source, SourceGrants grants) {
    DestinationKey key = desired.destination().key();
    ObservationSession session =
        sessions.ofDestination(
            context,
            desired.accountRegion(),
            key,
            context.settled(key) || admission.neverCalled(desired));
    try {
      Observation.Known<OwnedResources> owned =
          session.known(session.observation(OwnedResourceQueries.byOwner(session.owner())));
      CopyTarget target =
          CopyMatches.of(desired, owned.value()).dependsOnSource(owned.value())
              ? desired.withSource(source.observe())
              : desired;
      RegionPlan planned =
          admission.plan(
              context, target, owned, () -> observeAndPlan(session, target, source, grants));
      if ((target.source() instanceof ObservedSource.Unobserved || grants.pendingFor(target))
          && planned.observing()) {
        return pending(target, planned.plan().readyState());
      }
      sessions.decided(context.desired(), key);
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

  private static RegionResult executed(
      CopyTarget target, RegionStatus planned, ExecutionResult result) {
    RegionStatus entry =
        result.createdImageId().map(id -> RegionStatusFactory.created(planned, id)).orElse(planned);
    return RegionResult.forDesired(
            target.destination(), Optional.of(entry), CopyRefusal.explain(target, result))
        .withMessage();
  }

  private static RegionResult pending(CopyTarget target, ReadyState readyState) {
    RegionStatus entry =
        target
            .regionStatus()
            .orElseGet(
                () -> RegionStatusFactory.queued(target, Optional.empty(), Optional.empty()));
    return RegionResult.forDesired(target.destination(), Optional.of(entry), readyState)
        .withoutAnswer();
  }
}
