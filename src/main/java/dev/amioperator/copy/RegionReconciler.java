package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.Refused;
import dev.amioperator.deletion.Departure;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Observer;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Acted;
import dev.amioperator.reconcile.Actuator;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.Inquiry;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Rhythm;
import dev.amioperator.reconcile.Rounds;
import dev.amioperator.reconcile.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings one region to what an AmiCopy wants of it, or clears it: what fails here stays here. */
@ApplicationScoped
class RegionReconciler {
  private final Observer observer;
  private final Actuator actionExecutor;
  private final Rounds decisionFreshness;
  private final Rhythm requeuePolicy;

  RegionReconciler(
      Observer observer, Actuator actionExecutor, Rounds decisionFreshness, Rhythm requeuePolicy) {
    this.observer = observer;
    this.actionExecutor = actionExecutor;
    this.decisionFreshness = decisionFreshness;
    this.requeuePolicy = requeuePolicy;
  }

  /** Looks at the source in its own region. */
  ObservedSource observeSource(
      DesiredCopy desired, SourceId id, AccountRegion account, Instant now, boolean settled) {
    AccountRegion home = new AccountRegion(account.account(), account.accountId(), id.region());
    Freshness freshness = decisionFreshness.join(sourceFreshnessKey(desired), now, settled);
    Inquiry inquiry = new Inquiry(observer, home, desired.owner(), freshness);
    try {
      Presence<Image> presence = inquiry.image(id.imageId());
      return SourceResolver.fromObservation(id, presence, inquiry.since(), requeuePolicy.grace());
    } catch (Asking.NotYet notYet) {
      return notYet.verdict().reason() == Reason.Observing
          ? new ObservedSource.Unobserved(id)
          : new ObservedSource.Unavailable(id, notYet.verdict());
    }
  }

  /** Every region has decided: what is known of the source has served. */
  void sourceDecided(DesiredCopy desired) {
    decisionFreshness.over(sourceFreshnessKey(desired));
  }

  /**
   * Looks at a region that shall have a copy, and does the next thing.
   *
   * @param refusal why the account does not allow to share as the spec asks, if it does not
   * @param settled whether all was well here at the last look
   */
  RegionResult converge(
      CopyTarget target, Optional<Verdict> refusal, Instant now, boolean settled) {
    String round = freshnessKey(target.desired(), target.accountRegion());
    Freshness freshness = decisionFreshness.join(round, now, settled);
    Inquiry inquiry =
        new Inquiry(observer, target.accountRegion(), target.desired().owner(), freshness);
    try {
      ObservedCopy observed = CopyObserver.observe(inquiry, target);
      RegionPlan planned =
          CopyPlanner.plan(target, observed, requeuePolicy.grace(), freshness.now());
      if (target.source() instanceof ObservedSource.Unobserved
          && observing(planned.plan().verdict())) {
        return observationPending(target, planned.plan().verdict());
      }
      decisionFreshness.over(round);
      Plan plan = refusal.map(why -> Refused.of(planned.plan(), why)).orElseGet(planned::plan);
      Acted acted = actionExecutor.carryOut(target.accountRegion(), target.desired().owner(), plan);
      return executed(planned.regionStatus(), acted);
    } catch (Asking.NotYet notYet) {
      return observationPending(target, notYet.verdict());
    }
  }

  /** Does the next thing to clear a region; nothing, once it is clean beyond doubt. */
  Optional<RegionResult> removeCopies(
      DesiredCopy desired, AccountRegion accountRegion, RegionStatus entry, Instant now) {
    String round = freshnessKey(desired, accountRegion);
    Freshness freshness = decisionFreshness.join(round, now, false);
    Inquiry inquiry = new Inquiry(observer, accountRegion, desired.owner(), freshness);
    try {
      Departure.Step step =
          Departure.next(inquiry, finalizerRequest(desired, entry), requeuePolicy.grace());
      decisionFreshness.over(round);
      return switch (step) {
        case Departure.Step.Done done -> Optional.empty();
        case Departure.Step.Remember remember ->
            Optional.of(removing(entry, remember.ledger(), remember.verdict()));
        case Departure.Step.Proceed(Plan plan) ->
            Optional.of(
                removing(
                    entry,
                    RegionStatusFactory.snapshotLedger(entry),
                    actionExecutor.carryOut(accountRegion, desired.owner(), plan).verdict()));
      };
    } catch (Asking.NotYet notYet) {
      return Optional.of(observationPending(RegionResult.forRemoved(entry, notYet.verdict())));
    }
  }

  private static Departure.Request finalizerRequest(DesiredCopy desired, RegionStatus entry) {
    return new Departure.Request(
        desired.owner(),
        RegionStatusFactory.imageIds(entry),
        Optional.ofNullable(entry.imageName()),
        true,
        RegionStatusFactory.snapshotLedger(entry),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        Optional.empty());
  }

  private static boolean observing(Verdict verdict) {
    return verdict.reason() == Reason.Observing;
  }

  private static String sourceFreshnessKey(DesiredCopy desired) {
    return desired.uid() + "/source";
  }

  /** Each region is decided by itself. */
  private static String freshnessKey(DesiredCopy desired, AccountRegion accountRegion) {
    return desired.uid() + "/" + accountRegion.region();
  }

  private static RegionResult executed(RegionStatus planned, Acted acted) {
    RegionStatus entry =
        acted.made().map(id -> RegionStatusFactory.created(planned, id)).orElse(planned);
    return RegionResult.forDesired(entry.region(), Optional.of(entry), acted.verdict())
        .withMessage();
  }

  private static RegionResult removing(
      RegionStatus entry, List<SnapshotEntry> ledger, Verdict verdict) {
    return RegionResult.forRemoved(RegionStatusFactory.deleting(entry, ledger), verdict)
        .withMessage();
  }

  private static RegionResult observationPending(CopyTarget target, Verdict verdict) {
    RegionStatus entry =
        target
            .regionStatus()
            .orElseGet(
                () -> RegionStatusFactory.queued(target, Optional.empty(), Optional.empty()));
    return observationPending(RegionResult.forDesired(entry.region(), Optional.of(entry), verdict));
  }

  /** EC2 is being asked: an entry that says more than that stays as it is. */
  private static RegionResult observationPending(RegionResult regionResult) {
    return observing(regionResult.readyState())
        ? regionResult.withObservationPending()
        : regionResult.withMessage();
  }
}
