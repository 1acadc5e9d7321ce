package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.Refused;
import dev.amioperator.deletion.Departure;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.Observer;
import dev.amioperator.reconcile.Acted;
import dev.amioperator.reconcile.Actuator;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import dev.amioperator.reconcile.Outcome;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Rhythm;
import dev.amioperator.reconcile.Rounds;
import dev.amioperator.reconcile.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The rounds with EC2 about one AmiImage: look, plan, and do the next thing. */
@ApplicationScoped
class ImageReconciliation {
  private final Observer observer;
  private final Actuator actionExecutor;
  private final Rounds decisionFreshness;
  private final Rhythm requeuePolicy;

  ImageReconciliation(
      Observer observer, Actuator actionExecutor, Rounds decisionFreshness, Rhythm requeuePolicy) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
  }

  /** Does the next thing to bring EC2 to what the object says. */
  Outcome<AmiImageStatus> converge(
      AccountRegion accountRegion,
      DesiredImage desired,
      ClusterContext clusterContext,
      AmiImageStatusFactory status) {
    Inquiry inquiry = session(accountRegion, desired, status, status.settled());
    try {
      ObservedImage observed = ImageObserver.observe(inquiry, desired, clusterContext);
      decisionFreshness.over(desired.uid());
      CurrentImage currentImage = CurrentImage.of(desired, observed, requeuePolicy.grace());
      Plan plan =
          ImagePlanner.plan(
              desired,
              observed,
              currentImage,
              accountRegion.accountId(),
              requeuePolicy.grace(),
              inquiry.now());
      Acted acted =
          actionExecutor.carryOut(
              accountRegion,
              desired.owner(),
              withinAllowlist(plan, accountRegion, desired, clusterContext));
      return status.fromObservation(
          accountRegion.accountId(), desired, observed, currentImage, acted);
    } catch (Asking.NotYet notYet) {
      return status.observationPending(notYet.verdict());
    }
  }

  /**
   * Does the next thing to clear EC2 of the object; nothing, once it is. One whose status knows of
   * nothing goes at once, unless something carries its tags: a backup restores no status.
   *
   * @param suspension why nothing may be done, if so
   */
  Optional<Outcome<AmiImageStatus>> cleanUp(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      Optional<Verdict> suspension) {
    Inquiry inquiry = session(accountRegion, desired, status, false);
    try {
      if (status.isEmpty() && inquiry.holdings().isEmpty()) {
        return Optional.empty();
      }
      if (suspension.isPresent()) {
        return suspension.map(status::withReadyState);
      }
      Departure.Step step =
          ImageFinalizer.next(inquiry, status.resource(), desired, requeuePolicy.grace());
      decisionFreshness.over(desired.uid());
      return switch (step) {
        case Departure.Step.Done done -> Optional.empty();
        case Departure.Step.Remember remember ->
            Optional.of(
                status.recordSnapshots(
                    accountRegion.accountId(), remember.ledger(), remember.verdict()));
        case Departure.Step.Proceed(Plan plan) ->
            Optional.of(
                status.withReadyState(
                    actionExecutor.carryOut(accountRegion, desired.owner(), plan).verdict()));
      };
    } catch (Asking.NotYet notYet) {
      return Optional.of(status.observationPending(notYet.verdict()));
    }
  }

  private Inquiry session(
      AccountRegion accountRegion,
      DesiredImage desired,
      AmiImageStatusFactory status,
      boolean settled) {
    return new Inquiry(
        observer,
        accountRegion,
        desired.owner(),
        decisionFreshness.join(desired.uid(), status.now(), settled));
  }

  private static Plan withinAllowlist(
      Plan plan, AccountRegion accountRegion, DesiredImage desired, ClusterContext clusterContext) {
    return desired
        .attributes()
        .sharing()
        .refusal(clusterContext.allow(), accountRegion.account())
        .map(why -> Refused.of(plan, why))
        .orElse(plan);
  }
}
