package dev.amioperator.retention;

import dev.amioperator.deletion.DeletionPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the facts that a policy's decisions need, asking for no more than that: decides with what
 * is known, asks what that leaves open, and decides again until nothing is open. What is to be
 * written to is looked at by itself, and what is to go is judged by fresh facts only.
 */
final class Survey {
  private final Questions questions;
  private final Instant passBegan;
  private final Freshness freshness;
  private final Map<AccountRegion, Observation.Known<List<Image>>> inventory = new HashMap<>();
  private final Map<AccountRegion, Ec2CallException> unseen = new HashMap<>();
  private final Map<String, Observation.Known<Presence<Image>>> looks = new HashMap<>();
  private final Map<String, Usage> usage = new HashMap<>();
  private final Set<String> provenAfresh = new HashSet<>();
  private final Set<AccountRegion> countedAfresh = new HashSet<>();

  private Survey(Questions questions, Instant passBegan, Freshness freshness) {
    this.questions = questions;
    this.passBegan = passBegan;
    this.freshness = freshness;
  }

  /**
   * What was found.
   *
   * @param inventory every image of the places that could be looked at
   * @param unseen the places that could not be: nothing is decided there
   */
  record Findings(
      List<Decision> decisions,
      Map<AccountRegion, List<Image>> inventory,
      Map<String, Usage> usage,
      Map<AccountRegion, Ec2CallException> unseen) {}

  /**
   * @param known what has a say besides EC2; its inventory and usage are not used
   * @param freshness for what is about to be deregistered
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static Findings take(
      Questions questions,
      Facts known,
      Collection<AccountRegion> places,
      Instant passBegan,
      Freshness freshness) {
    return new Survey(questions, passBegan, freshness).take(known, places);
  }

  /** The inventories alone, for a policy that decides nothing any more. */
  static Findings undecided(
      Questions questions, Collection<AccountRegion> places, Freshness freshness) {
    Survey survey = new Survey(questions, freshness.now(), freshness);
    places.forEach(accountRegion -> survey.count(accountRegion, survey.ofProof()));
    questions.allAnswered();
    return new Findings(List.of(), survey.merged(), Map.of(), Map.copyOf(survey.unseen));
  }

  private Findings take(Facts known, Collection<AccountRegion> places) {
    places.forEach(accountRegion -> count(accountRegion, passBegan));
    questions.allAnswered();
    while (true) {
      Facts facts = known.with(merged(), usage);
      List<Decision> decisions = Retention.decide(facts);
      if (!askWhatIsOpen(decisions, facts)) {
        return new Findings(decisions, facts.inventory(), Map.copyOf(usage), Map.copyOf(unseen));
      }
      questions.allAnswered();
    }
  }

  /** Whether anything was open. */
  private boolean askWhatIsOpen(List<Decision> decisions, Facts facts) {
    List<Runnable> open = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision.is(Finding.UsageUnknown) && !usage.containsKey(decision.imageId())) {
        open.add(() -> use(decision, passBegan));
      }
      if (facts.rules().enforce()) {
        open.addAll(openBeforeWriting(decision));
      }
    }
    open.forEach(Runnable::run);
    return !open.isEmpty();
  }

  private List<Runnable> openBeforeWriting(Decision decision) {
    List<Runnable> open = new ArrayList<>();
    Instant proof = latest(passBegan, ofProof());
    if (decision.is(Finding.Due) && countedAfresh.add(decision.place())) {
      open.add(() -> count(decision.place(), proof));
    }
    if (decision.is(Finding.Due) && provenAfresh.add(decision.imageId())) {
      open.add(() -> use(decision, proof));
    }
    boolean marked = UnkeptSince.toSet(decision) || UnkeptSince.toRemove(decision);
    Instant look =
        latest(passBegan, decision.is(Finding.Due) ? freshness.imagesNotBefore() : passBegan);
    if ((decision.is(Finding.Due) || marked) && !looked(decision, look)) {
      open.add(() -> look(decision, look));
    }
    return open;
  }

  private boolean looked(Decision decision, Instant notBefore) {
    Observation.Known<Presence<Image>> look = looks.get(decision.imageId());
    return look != null && !look.observedAt().isBefore(notBefore);
  }

  private void count(AccountRegion accountRegion, Instant notBefore) {
    switch (questions.inventory(accountRegion, notBefore)) {
      case Observation.Known<List<Image>> known -> inventory.put(accountRegion, known);
      case Observation.Pending<List<Image>> pending -> {}
      case Observation.Failed<List<Image>>(Ec2CallException failure, Instant retryAt) -> {
        inventory.remove(accountRegion);
        unseen.put(accountRegion, failure);
      }
    }
  }

  private void use(Decision decision, Instant notBefore) {
    questions
        .usage(decision.place(), decision.imageId(), notBefore)
        .ifPresent(answer -> usage.put(decision.imageId(), answer));
  }

  private void look(Decision decision, Instant notBefore) {
    questions
        .image(decision.place(), decision.imageId(), notBefore)
        .ifPresent(known -> looks.put(decision.imageId(), known));
  }

  /** The inventory with what single looks showed later. */
  private Map<AccountRegion, List<Image>> merged() {
    Map<AccountRegion, List<Image>> merged = new HashMap<>();
    inventory.forEach(
        (accountRegion, listed) ->
            merged.put(
                accountRegion,
                listed.value().stream()
                    .flatMap(image -> latest(image, listed.observedAt()).stream())
                    .toList()));
    return merged;
  }

  private Optional<Image> latest(Image image, Instant listedAt) {
    Observation.Known<Presence<Image>> look = looks.get(image.id());
    return look == null || look.observedAt().isBefore(listedAt)
        ? Optional.of(image)
        : look.value().found();
  }

  private Instant ofProof() {
    return freshness.now().minus(DeletionPlanner.MAX_PROOF_AGE);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
