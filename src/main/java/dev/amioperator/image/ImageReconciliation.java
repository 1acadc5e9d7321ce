package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.AllowlistPlanFilter;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Reconciles an AmiImage with EC2 by one step: observe, plan, execute. */
@ApplicationScoped
class ImageReconciliation {
  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;
  private final EventRecorder eventRecorder;

  ImageReconciliation(
      Observer observer,
      ActionExecutor actionExecutor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy,
      EventRecorder eventRecorder) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
    this.eventRecorder = eventRecorder;
  }

  /** Takes the next step that brings the image in EC2 to the spec. */
  StatusUpdate<AmiImageStatus> converge(
      AccountRegion accountRegion,
      DesiredImage desired,
      ClusterContext clusterContext,
      AmiImageStatusFactory status) {
    Allowlist allowlist = clusterContext.allowlist();
    return desired
        .source()
        .parameter()
        .flatMap(allowlist.sources()::parameterRefusal)
        .map(status::withReadyState)
        .orElseGet(() -> step(accountRegion, desired, clusterContext, status));
  }

  private StatusUpdate<AmiImageStatus> step(
      AccountRegion accountRegion,
      DesiredImage desired,
      ClusterContext clusterContext,
      AmiImageStatusFactory status) {
    RecordedImage recorded = status.recorded();
    String accountId = accountRegion.accountId();
    Duration grace = requeuePolicy.gracePeriod();
    Allowlist list = clusterContext.allowlist();
    ObservationSession session = session(accountRegion, desired, status, status.settled());
    try {
      ObservedImage observed =
          new ImageObserver(session, desired, recorded, clusterContext).observe();
      decisionFreshness.decided(desired.uid());
      CurrentImage currentImage =
          CurrentImage.of(desired, recorded, observed, grace)
              .withNewerIf(
                  newer -> ExistingImagePlanner.observationRefusal(desired, newer, list).isEmpty());
      var planner =
          new ImagePlanner(
              desired, recorded, observed, currentImage, list, accountId, grace, session.now());
      ExecutionResult result =
          actionExecutor.executePlan(
              accountRegion, desired.owner(), allowed(planner.plan(), desired, list));
      return status.fromObservation(accountId, desired, observed, currentImage, result);
    } catch (ObservationPendingException pending) {
      return status.observationPending(pending.readyState());
    }
  }

  private static Plan allowed(Plan plan, DesiredImage desired, Allowlist allowlist) {
    return allowlist
        .grantRefusal(desired.attributes().sharing(), desired.fastLaunch())
        .map(why -> AllowlistPlanFilter.of(plan, why))
        .orElse(plan);
  }

  /**
   * Terminates the build instances of an object that may not use its account any more. They would
   * run, and cost money, until the object is deleted.
   *
   * @param refusal why the object may not use the account
   */
  StatusUpdate<AmiImageStatus> endBuild(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      ReadyState refusal) {
    ObservationSession session = session(accountRegion, desired, status, false);
    try {
      Plan termination =
          new Plan(
              BuildPlanner.terminate(session.get(BuildInstanceQueries.byOwner(session.owner()))),
              refusal);
      decisionFreshness.decided(desired.uid());
      return status.withReadyState(
          actionExecutor.executePlan(accountRegion, desired.owner(), termination).readyState());
    } catch (ObservationPendingException pending) {
      return status.observationPending(pending.readyState());
    }
  }

  /**
   * Takes the next step that deletes the object's resources in EC2; empty once they are gone. An
   * object whose status records nothing ends at once unless EC2 has resources with its tags: a
   * backup restores no status. Nor does an object wait for a region that it never created anything
   * in.
   *
   * @param suspension why nothing may be written to EC2, if so
   */
  Optional<StatusUpdate<AmiImageStatus>> cleanUp(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      Optional<ReadyState> suspension) {
    ObservationSession session = session(accountRegion, desired, status, false);
    try {
      if (status.recordsNothing() && !mayHaveResources(session)) {
        return Optional.empty();
      }
      if (suspension.isPresent()) {
        return suspension.map(status::withReadyState);
      }
      FinalizerPlanner.Step step =
          ImageFinalizer.next(session, status.resource(), desired, requeuePolicy.gracePeriod());
      decisionFreshness.decided(desired.uid());
      return execute(step, accountRegion, desired, status);
    } catch (ObservationPendingException pending) {
      return Optional.of(status.observationPending(pending.readyState()));
    }
  }

  /**
   * Whether EC2 shows resources with the object's tags; no, if the region does not exist or EC2
   * refuses to list them for good.
   *
   * @throws ObservationPendingException when EC2 did not answer, and may do so later
   */
  static boolean mayHaveResources(ObservationSession session) {
    Observation<OwnedResources> owned =
        session.observation(OwnedResourceQueries.byOwner(session.owner()));
    return !(owned instanceof Observation.Failed<OwnedResources> failed
            && refusedForGood(failed.failure()))
        && !session.value(owned).isEmpty();
  }

  private static boolean refusedForGood(Ec2CallException failure) {
    return failure.hostNotFound() || ErrorReasons.readyState(failure) instanceof ReadyState.Stalled;
  }

  private Optional<StatusUpdate<AmiImageStatus>> execute(
      FinalizerPlanner.Step step,
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status) {
    return switch (step) {
      case FinalizerPlanner.Step.Done done -> {
        done.event(desired.owner(), accountRegion)
            .ifPresent(event -> eventRecorder.record(status.resource(), event));
        yield Optional.empty();
      }
      case FinalizerPlanner.Step.RecordSnapshots record ->
          Optional.of(
              status.recordSnapshots(
                  accountRegion.accountId(), record.snapshots(), record.readyState()));
      case FinalizerPlanner.Step.Execute(Plan plan) ->
          Optional.of(
              status.withReadyState(
                  actionExecutor.executePlan(accountRegion, desired.owner(), plan).readyState()));
    };
  }

  /** Forgets the decisions for a deleted AmiImage. */
  void forget(AmiImage resource) {
    decisionFreshness.forget(resource);
  }

  private ObservationSession session(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      boolean settled) {
    return new ObservationSession(
        observer,
        accountRegion,
        desired.owner(),
        decisionFreshness.freshnessFor(desired.uid(), status.now(), settled));
  }
}
