package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.attributes.Refused;
import dev.amioperator.deletion.Departure;
import dev.amioperator.ec2.Place;
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
class ImageRounds {
  private final Observer observer;
  private final Actuator actuator;
  private final Rounds rounds;
  private final Rhythm rhythm;

  ImageRounds(Observer observer, Actuator actuator, Rounds rounds, Rhythm rhythm) {
    this.observer = observer;
    this.actuator = actuator;
    this.rounds = rounds;
    this.rhythm = rhythm;
  }

  /** Does the next thing to bring EC2 to what the object says. */
  Outcome<AmiImageStatus> converge(
      Place place, Desired desired, Surroundings surroundings, ImageStatus status) {
    Inquiry inquiry = inquiry(place, desired, status, status.settled());
    try {
      Observed observed = Look.at(inquiry, desired, surroundings);
      rounds.over(desired.uid());
      Standing standing = Standing.of(desired, observed, rhythm.grace());
      Plan plan =
          ImagePlanner.plan(
              desired, observed, standing, place.accountId(), rhythm.grace(), inquiry.now());
      Acted acted =
          actuator.carryOut(place, desired.owner(), allowed(plan, place, desired, surroundings));
      return status.seen(place.accountId(), desired, observed, standing, acted);
    } catch (Asking.NotYet notYet) {
      return status.asking(notYet.verdict());
    }
  }

  /**
   * Does the next thing to clear EC2 of the object; nothing, once it is. One whose status knows of
   * nothing goes at once, unless something carries its tags: a backup restores no status.
   *
   * @param suspension why nothing may be done, if so
   */
  Optional<Outcome<AmiImageStatus>> depart(
      Place place, Desired desired, ImageStatus status, Optional<Verdict> suspension) {
    Inquiry inquiry = inquiry(place, desired, status, false);
    try {
      if (status.blank() && inquiry.holdings().isEmpty()) {
        return Optional.empty();
      }
      if (suspension.isPresent()) {
        return suspension.map(status::only);
      }
      Departure.Step step = LastSteps.next(inquiry, status.resource(), desired, rhythm.grace());
      rounds.over(desired.uid());
      return switch (step) {
        case Departure.Step.Done done -> Optional.empty();
        case Departure.Step.Remember remember ->
            Optional.of(status.remember(place.accountId(), remember.ledger(), remember.verdict()));
        case Departure.Step.Proceed(Plan plan) ->
            Optional.of(status.only(actuator.carryOut(place, desired.owner(), plan).verdict()));
      };
    } catch (Asking.NotYet notYet) {
      return Optional.of(status.asking(notYet.verdict()));
    }
  }

  private Inquiry inquiry(Place place, Desired desired, ImageStatus status, boolean settled) {
    return new Inquiry(
        observer, place, desired.owner(), rounds.join(desired.uid(), status.now(), settled));
  }

  private static Plan allowed(Plan plan, Place place, Desired desired, Surroundings surroundings) {
    return desired
        .attributes()
        .sharing()
        .refusal(surroundings.allow(), place.account())
        .map(why -> Refused.of(plan, why))
        .orElse(plan);
  }
}
