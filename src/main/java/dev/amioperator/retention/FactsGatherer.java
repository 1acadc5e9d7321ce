package dev.amioperator.retention;

import dev.amioperator.deletion.UsageGuard;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Scope;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the EC2 facts that a policy's decisions need, and no more: decides with the known facts,
 * reads what these decisions lack, and decides again until none is missing. The usage of images is
 * read in parts ({@link UsageReads}); until the last is known, what is known is decided. An image
 * to be tagged is read by its id first; an image to be deregistered is decided by recent facts
 * only.
 */
final class FactsGatherer {
  private final Function<AccountRegion, ObservationSession> sessions;
  private final Freshness freshness;
  private final Map<AccountRegion, Observation.Known<List<Image>>> inventory = new HashMap<>();
  private final Map<AccountRegion, Ec2CallException> listFailures = new HashMap<>();
  private final Map<String, Observation.Known<Presence<Image>>> imageObservations = new HashMap<>();
  private final UsageGatherer usage;
  private final Set<AccountRegion> regionsRelisted = new HashSet<>();

  /** Gathers the facts of an evaluation; {@code freshness} bounds their age before a deletion. */
  FactsGatherer(Function<AccountRegion, ObservationSession> sessions, Freshness freshness) {
    this.sessions = sessions;
    this.freshness = freshness;
    this.usage = new UsageGatherer(sessions);
  }

  /**
   * Reads inventory, usage and images until every decision has its facts, or the usage of some
   * images is still being read.
   *
   * @param known the facts that do not come from EC2; its inventory and usage are replaced
   * @param steps finds the images that a step is to be taken with, or undone
   * @param left whether no policy that changes EC2 selects an image any more
   * @throws ObservationReader.ObservationPendingException when another read of EC2 is pending or
   *     failed
   */
  GatheredFacts gather(
      Facts known,
      Collection<AccountRegion> regions,
      ReversibleSteps steps,
      BiPredicate<AccountRegion, Image> left) {
    listImages(regions, known.freshness().evaluationStart());
    UsageReads usageReads = UsageReads.NONE;
    while (true) {
      Facts facts = known.withObserved(mergedInventory(), usage.usage());
      List<Decision> decisions = RetentionDecisions.decide(facts);
      List<Decision> unread = decisions.stream().filter(usage::lacks).toList();
      if (!unread.isEmpty()) {
        usageReads = usageReads.plus(usage.read(unread, facts));
        continue;
      }
      List<Runnable> reads =
          usageReads.complete()
              ? Stream.concat(
                      decisions.stream().flatMap(decision -> missingReads(decision, facts, steps)),
                      known.policy().enforce()
                          ? markedImages(steps, left, known.freshness().evaluationStart())
                          : Stream.of())
                  .toList()
              : List.of();
      if (reads.isEmpty()) {
        return gathered(decisions, facts.inventory(), usageReads);
      }
      RequestedRead.all(reads);
    }
  }

  /**
   * Reads only the inventories, for a deleted policy that decides about no image.
   *
   * @param notBefore the policy's last step was taken before
   */
  GatheredFacts inventoryOnly(
      Collection<AccountRegion> regions,
      ReversibleSteps steps,
      BiPredicate<AccountRegion, Image> left,
      Instant notBefore) {
    listImages(regions, latest(notBefore, deletionProofNotBefore()));
    RequestedRead.all(markedImages(steps, left, notBefore).toList());
    return gathered(List.of(), mergedInventory(), UsageReads.NONE);
  }

  /** The reads by id of images with steps to undo, which the policy's own writes make stale. */
  private Stream<Runnable> markedImages(
      ReversibleSteps steps, BiPredicate<AccountRegion, Image> left, Instant notBefore) {
    return mergedInventory().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .filter(steps::marked)
                    .filter(image -> left.test(entry.getKey(), image))
                    .filter(image -> !isImageObserved(image.id(), notBefore))
                    .map(image -> () -> observeImage(entry.getKey(), image.id(), notBefore)));
  }

  private GatheredFacts gathered(
      List<Decision> decisions, Map<AccountRegion, List<Image>> images, UsageReads usageReads) {
    return new GatheredFacts(
        decisions,
        images,
        usage.usage(),
        Map.copyOf(listFailures),
        usageReads,
        usage.reportActions(decisions),
        OrphanPlan.NONE);
  }

  /** The reads before a tag or a deregistration; mode Plan needs none. */
  private Stream<Runnable> missingReads(Decision decision, Facts facts, ReversibleSteps steps) {
    if (!facts.policy().enforce()) {
      return Stream.of();
    }
    List<Runnable> reads = new ArrayList<>();
    Instant notBefore = facts.freshness().evaluationStart();
    boolean due = decision.is(RetentionReason.Due) || decision.is(RetentionReason.DisablingDue);
    Instant proof = latest(notBefore, deletionProofNotBefore());
    if (due && regionsRelisted.add(decision.accountRegion())) {
      reads.add(() -> listImages(decision.accountRegion(), proof));
    }
    if (due && usage.shouldRecheck(decision)) {
      reads.add(() -> usage.recheck(decision, proof, facts));
    }
    boolean changed =
        UnkeptSinceTag.shouldSet(decision)
            || UnkeptSinceTag.shouldRemove(decision)
            || steps.changes(decision);
    Instant imageNotBefore = due ? latest(notBefore, freshness.imagesNotBefore()) : notBefore;
    if ((due || changed) && !isImageObserved(decision.imageId(), imageNotBefore)) {
      reads.add(() -> observeImage(decision.accountRegion(), decision.imageId(), imageNotBefore));
    }
    return reads.stream();
  }

  private boolean isImageObserved(String imageId, Instant notBefore) {
    Observation.Known<Presence<Image>> observation = imageObservations.get(imageId);
    return observation != null && !observation.observedAt().isBefore(notBefore);
  }

  private void listImages(Collection<AccountRegion> regions, Instant notBefore) {
    RequestedRead.all(
        regions.stream().<Runnable>map(region -> () -> listImages(region, notBefore)).toList());
  }

  private void listImages(AccountRegion region, Instant notBefore) {
    ObservationSession session = sessions.apply(region);
    Observation<List<Image>> listed =
        session.observation(Scope.WHOLE_REGION, ImageQueries.inAccount(), notBefore);
    if (listed
        instanceof Observation.Failed<List<Image>>(Ec2CallException failure, Instant retryAt)) {
      inventory.remove(region);
      listFailures.put(region, failure);
    } else {
      inventory.put(region, session.known(listed));
    }
  }

  private void observeImage(AccountRegion accountRegion, String imageId, Instant notBefore) {
    ObservationSession session = sessions.apply(accountRegion);
    imageObservations.put(
        imageId,
        session.known(
            session.observation(
                Scope.ownedBy(session.owner()), ImageQueries.byId(imageId), notBefore)));
  }

  /** The inventory, updated by later reads of single images. */
  private Map<AccountRegion, List<Image>> mergedInventory() {
    Map<AccountRegion, List<Image>> merged = new HashMap<>();
    inventory.forEach(
        (region, listed) ->
            merged.put(
                region,
                listed.value().stream()
                    .flatMap(image -> latest(image, listed.observedAt()).stream())
                    .toList()));
    return merged;
  }

  private Optional<Image> latest(Image image, Instant listedAt) {
    Observation.Known<Presence<Image>> observation = imageObservations.get(image.id());
    return observation == null || observation.observedAt().isBefore(listedAt)
        ? Optional.of(image)
        : observation.value().found();
  }

  private Instant deletionProofNotBefore() {
    return freshness.now().minus(UsageGuard.MAX_PROOF_AGE);
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
