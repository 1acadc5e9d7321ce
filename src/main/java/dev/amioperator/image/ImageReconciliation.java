package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.AllowedPlan;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.DecisionFreshness;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusUpdate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The rounds with EC2 about one AmiImage: look, plan, and do the next thing. */
@ApplicationScoped
class ImageReconciliation {
  private final Observer observer;
  private final ActionExecutor actionExecutor;
  private final DecisionFreshness decisionFreshness;
  private final RequeuePolicy requeuePolicy;

  ImageReconciliation(
      Observer observer,
      ActionExecutor actionExecutor,
      DecisionFreshness decisionFreshness,
      RequeuePolicy requeuePolicy) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
  }

  /** Does the next thing to bring EC2 to what the object says. */
  StatusUpdate<AmiImageStatus> converge(
      AccountRegion accountRegion,
      DesiredImage desired,
      ClusterContext clusterContext,
      AmiImageStatusFactory status) {
    RecordedImage recorded = status.recorded();
    ObservationSession observationSession =
        session(accountRegion, desired, status, status.settled());
    try {
      ObservedImage observed =
          ImageObserver.observe(observationSession, desired, recorded, clusterContext);
      decisionFreshness.decided(desired.uid());
      CurrentImage currentImage =
          CurrentImage.of(desired, recorded, observed, requeuePolicy.gracePeriod());
      Plan plan =
          ImagePlanner.plan(
              desired,
              recorded,
              observed,
              currentImage,
              accountRegion.accountId(),
              requeuePolicy.gracePeriod(),
              observationSession.now());
      ExecutionResult executionResult =
          actionExecutor.executePlan(
              accountRegion, desired.owner(), withinAllowlist(plan, desired, clusterContext));
      return status.fromObservation(
          accountRegion.accountId(), desired, observed, currentImage, executionResult);
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return status.observationPending(observationPendingException.readyState());
    }
  }

  /**
   * Does the next thing to clear EC2 of the object; nothing, once it is. One whose status knows of
   * nothing goes at once, unless something carries its tags: a backup restores no status.
   *
   * @param suspension why nothing may be done, if so
   */
  Optional<StatusUpdate<AmiImageStatus>> cleanUp(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      Optional<ReadyState> suspension) {
    ObservationSession observationSession = session(accountRegion, desired, status, false);
    try {
      if (status.isEmpty()
          && observationSession
              .get(OwnedResourceQueries.byOwner(observationSession.owner()))
              .isEmpty()) {
        return Optional.empty();
      }
      if (suspension.isPresent()) {
        return suspension.map(status::withReadyState);
      }
      FinalizerPlanner.Step step =
          ImageFinalizer.next(
              observationSession, status.resource(), desired, requeuePolicy.gracePeriod());
      decisionFreshness.decided(desired.uid());
      return switch (step) {
        case FinalizerPlanner.Step.Done done -> Optional.empty();
        case FinalizerPlanner.Step.RecordSnapshots recordSnapshots ->
            Optional.of(
                status.recordSnapshots(
                    accountRegion.accountId(),
                    recordSnapshots.snapshots(),
                    recordSnapshots.readyState()));
        case FinalizerPlanner.Step.Execute(Plan plan) ->
            Optional.of(
                status.withReadyState(
                    actionExecutor.executePlan(accountRegion, desired.owner(), plan).readyState()));
      };
    } catch (ObservationReader.ObservationPendingException observationPendingException) {
      return Optional.of(status.observationPending(observationPendingException.readyState()));
    }
  }

  /** The object is deleted: nothing of it is remembered. */
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

  private static Plan withinAllowlist(
      Plan plan, DesiredImage desired, ClusterContext clusterContext) {
    return clusterContext
        .allowlist()
        .sharingRefusal(desired.attributes().sharing())
        .map(why -> AllowedPlan.of(plan, why))
        .orElse(plan);
  }
}
