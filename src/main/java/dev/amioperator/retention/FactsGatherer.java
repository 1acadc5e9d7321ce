package dev.amioperator.retention;

import dev.amioperator.deletion.DeletionPlanner;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Scope;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
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
import java.util.function.Function;

/**
 * Gathers the facts that a policy's decisions need, asking for no more than that: decides with what
 * is known, asks what that leaves open, and decides again until nothing is open. What is to be
 * written to is looked at by itself, and what is to go is judged by fresh facts only.
 */
final class FactsGatherer {
  private final Function<AccountRegion, ObservationSession> sessions;
  private final Scope policy;
  private final Instant intervalStart;
  private final Freshness freshness;
  private final Map<AccountRegion, Observation.Known<List<Image>>> inventory = new HashMap<>();
  private final Map<AccountRegion, Ec2CallException> listFailures = new HashMap<>();
  private final Map<String, Observation.Known<Presence<Image>>> imageObservations = new HashMap<>();
  private final Map<String, Usage> usage = new HashMap<>();
  private final Set<String> imagesWithUsageRechecked = new HashSet<>();
  private final Set<AccountRegion> regionsRelisted = new HashSet<>();

  private FactsGatherer(
      Function<AccountRegion, ObservationSession> sessions,
      Scope policy,
      Instant intervalStart,
      Freshness freshness) {
    this.sessions = sessions;
    this.policy = policy;
    this.intervalStart = intervalStart;
    this.freshness = freshness;
  }

  /**
   * What was found.
   *
   * @param inventory every image of the places that could be looked at
   * @param listFailures the places that could not be: nothing is decided there
   */
  record GatheredFacts(
      List<Decision> decisions,
      Map<AccountRegion, List<Image>> inventory,
      Map<String, Usage> usage,
      Map<AccountRegion, Ec2CallException> listFailures) {}

  /**
   * @param known what has a say besides EC2; its inventory and usage are not used
   * @param freshness for what is about to be deregistered
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static GatheredFacts gather(
      Function<AccountRegion, ObservationSession> sessions,
      Owner policy,
      Facts known,
      Collection<AccountRegion> places,
      Instant passBegan,
      Freshness freshness) {
    return new FactsGatherer(sessions, Scope.of(policy), passBegan, freshness)
        .gather(known, places);
  }

  /** The inventories alone, for a policy that decides nothing any more. */
  static GatheredFacts inventoryOnly(
      Function<AccountRegion, ObservationSession> sessions,
      Owner policy,
      Collection<AccountRegion> places,
      Freshness freshness) {
    FactsGatherer factsGatherer =
        new FactsGatherer(sessions, Scope.of(policy), freshness.now(), freshness);
    factsGatherer.listImages(places, factsGatherer.proofNotBefore());
    return new GatheredFacts(
        List.of(),
        factsGatherer.mergedInventory(),
        Map.of(),
        Map.copyOf(factsGatherer.listFailures));
  }

  private GatheredFacts gather(Facts known, Collection<AccountRegion> places) {
    listImages(places, intervalStart);
    while (true) {
      Facts facts = known.withObserved(mergedInventory(), usage);
      List<Decision> decisions = RetentionPlanner.decide(facts);
      if (!queryMissingFacts(decisions, facts)) {
        return new GatheredFacts(
            decisions, facts.inventory(), Map.copyOf(usage), Map.copyOf(listFailures));
      }
    }
  }

  /** Whether anything was open. */
  private boolean queryMissingFacts(List<Decision> decisions, Facts facts) {
    List<Runnable> open = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision.is(RetentionReason.UsageUnknown) && !usage.containsKey(decision.imageId())) {
        open.add(() -> observeUsage(decision, intervalStart));
      }
      if (facts.policy().enforce()) {
        open.addAll(queriesBeforeWriting(decision));
      }
    }
    Asked.all(open);
    return !open.isEmpty();
  }

  private List<Runnable> queriesBeforeWriting(Decision decision) {
    List<Runnable> open = new ArrayList<>();
    Instant proof = latest(intervalStart, proofNotBefore());
    if (decision.is(RetentionReason.Due) && regionsRelisted.add(decision.accountRegion())) {
      open.add(() -> listImages(decision.accountRegion(), proof));
    }
    if (decision.is(RetentionReason.Due) && imagesWithUsageRechecked.add(decision.imageId())) {
      open.add(() -> observeUsage(decision, proof));
    }
    boolean marked = UnkeptSinceTag.shouldSet(decision) || UnkeptSinceTag.shouldRemove(decision);
    Instant look =
        latest(
            intervalStart,
            decision.is(RetentionReason.Due) ? freshness.imagesNotBefore() : intervalStart);
    if ((decision.is(RetentionReason.Due) || marked) && !isImageObserved(decision, look)) {
      open.add(() -> observeImage(decision, look));
    }
    return open;
  }

  private boolean isImageObserved(Decision decision, Instant notBefore) {
    Observation.Known<Presence<Image>> look = imageObservations.get(decision.imageId());
    return look != null && !look.observedAt().isBefore(notBefore);
  }

  private void listImages(Collection<AccountRegion> places, Instant notBefore) {
    Asked.all(
        places.stream()
            .<Runnable>map(accountRegion -> () -> listImages(accountRegion, notBefore))
            .toList());
  }

  private void listImages(AccountRegion accountRegion, Instant notBefore) {
    ObservationSession session = sessions.apply(accountRegion);
    Observation<List<Image>> listed =
        session.observation(Scope.WHOLE_REGION, ImageQueries.inAccount(), notBefore);
    if (listed
        instanceof Observation.Failed<List<Image>>(Ec2CallException failure, Instant retryAt)) {
      inventory.remove(accountRegion);
      listFailures.put(accountRegion, failure);
    } else {
      inventory.put(accountRegion, session.known(listed));
    }
  }

  /**
   * Who uses an image; a failed look-up is an answer too. What the policy writes changes no
   * reference, so that its writes need not make the answers stale.
   */
  private void observeUsage(Decision decision, Instant notBefore) {
    ObservationSession session = sessions.apply(decision.accountRegion());
    Observation<List<ImageReference>> references =
        session.observation(
            Scope.WHOLE_REGION, ImageQueries.references(decision.imageId()), notBefore);
    if (references instanceof Observation.Pending) {
      session.value(references);
    }
    usage.put(decision.imageId(), Usage.of(references));
  }

  private void observeImage(Decision decision, Instant notBefore) {
    ObservationSession session = sessions.apply(decision.accountRegion());
    imageObservations.put(
        decision.imageId(),
        session.known(
            session.observation(policy, ImageQueries.byId(decision.imageId()), notBefore)));
  }

  /** The inventory with what single looks showed later. */
  private Map<AccountRegion, List<Image>> mergedInventory() {
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
    Observation.Known<Presence<Image>> look = imageObservations.get(image.id());
    return look == null || look.observedAt().isBefore(listedAt)
        ? Optional.of(image)
        : look.value().found();
  }

  private Instant proofNotBefore() {
    return freshness.now().minus(DeletionPlanner.MAX_PROOF_AGE);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
