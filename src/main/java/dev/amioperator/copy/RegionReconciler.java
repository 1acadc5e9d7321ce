package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.Refused;
import dev.amioperator.deletion.Departure;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Place;
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
  private final Actuator actuator;
  private final Rounds rounds;
  private final Rhythm rhythm;

  RegionReconciler(Observer observer, Actuator actuator, Rounds rounds, Rhythm rhythm) {
    this.observer = observer;
    this.actuator = actuator;
    this.rounds = rounds;
    this.rhythm = rhythm;
  }

  /** Looks at the source in its own region. */
  Source read(Desired desired, SourceId id, Place account, Instant now, boolean settled) {
    Place home = new Place(account.account(), account.accountId(), id.region());
    Freshness freshness = rounds.join(sourceRound(desired), now, settled);
    Inquiry inquiry = new Inquiry(observer, home, desired.owner(), freshness);
    try {
      Presence<Image> presence = inquiry.image(id.imageId());
      return SourceLook.judge(id, presence, inquiry.since(), rhythm.grace());
    } catch (Asking.NotYet notYet) {
      return notYet.verdict().reason() == Reason.Observing
          ? new Source.Unread(id)
          : new Source.Unavailable(id, notYet.verdict());
    }
  }

  /** Every region has decided: what is known of the source has served. */
  void sourceServed(Desired desired) {
    rounds.over(sourceRound(desired));
  }

  /**
   * Looks at a region that shall have a copy, and does the next thing.
   *
   * @param refusal why the account does not allow to share as the spec asks, if it does not
   * @param settled whether all was well here at the last look
   */
  Regional converge(Target target, Optional<Verdict> refusal, Instant now, boolean settled) {
    String round = round(target.desired(), target.place());
    Freshness freshness = rounds.join(round, now, settled);
    Inquiry inquiry = new Inquiry(observer, target.place(), target.desired().owner(), freshness);
    try {
      Observed observed = Look.at(inquiry, target);
      RegionPlan planned = CopyPlanner.plan(target, observed, rhythm.grace(), freshness.now());
      if (target.source() instanceof Source.Unread && observing(planned.plan().verdict())) {
        return unanswered(target, planned.plan().verdict());
      }
      rounds.over(round);
      Plan plan = refusal.map(why -> Refused.of(planned.plan(), why)).orElseGet(planned::plan);
      Acted acted = actuator.carryOut(target.place(), target.desired().owner(), plan);
      return acted(planned.entry(), acted);
    } catch (Asking.NotYet notYet) {
      return unanswered(target, notYet.verdict());
    }
  }

  /** Does the next thing to clear a region; nothing, once it is clean beyond doubt. */
  Optional<Regional> clear(Desired desired, Place place, RegionStatus entry, Instant now) {
    String round = round(desired, place);
    Freshness freshness = rounds.join(round, now, false);
    Inquiry inquiry = new Inquiry(observer, place, desired.owner(), freshness);
    try {
      Departure.Step step = Departure.next(inquiry, ofCopies(desired, entry), rhythm.grace());
      rounds.over(round);
      return switch (step) {
        case Departure.Step.Done done -> Optional.empty();
        case Departure.Step.Remember remember ->
            Optional.of(going(entry, remember.ledger(), remember.verdict()));
        case Departure.Step.Proceed(Plan plan) ->
            Optional.of(
                going(
                    entry,
                    Entry.ledger(entry),
                    actuator.carryOut(place, desired.owner(), plan).verdict()));
      };
    } catch (Asking.NotYet notYet) {
      return Optional.of(unanswered(Regional.ofGoing(entry, notYet.verdict())));
    }
  }

  private static Departure.Request ofCopies(Desired desired, RegionStatus entry) {
    return new Departure.Request(
        desired.owner(),
        Entry.imageIds(entry),
        Optional.ofNullable(entry.imageName()),
        true,
        Entry.ledger(entry),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        Optional.empty());
  }

  private static boolean observing(Verdict verdict) {
    return verdict.reason() == Reason.Observing;
  }

  private static String sourceRound(Desired desired) {
    return desired.uid() + "/source";
  }

  /** Each region is decided by itself. */
  private static String round(Desired desired, Place place) {
    return desired.uid() + "/" + place.region();
  }

  private static Regional acted(RegionStatus planned, Acted acted) {
    RegionStatus entry = acted.made().map(id -> Entry.made(planned, id)).orElse(planned);
    return Regional.ofWanted(entry.region(), Optional.of(entry), acted.verdict()).told();
  }

  private static Regional going(RegionStatus entry, List<SnapshotEntry> ledger, Verdict verdict) {
    return Regional.ofGoing(Entry.deleting(entry, ledger), verdict).told();
  }

  private static Regional unanswered(Target target, Verdict verdict) {
    RegionStatus entry =
        target.entry().orElseGet(() -> Entry.queued(target, Optional.empty(), Optional.empty()));
    return unanswered(Regional.ofWanted(entry.region(), Optional.of(entry), verdict));
  }

  /** EC2 is being asked: an entry that says more than that stays as it is. */
  private static Regional unanswered(Regional regional) {
    return observing(regional.verdict()) ? regional.whileAsking() : regional.told();
  }
}
