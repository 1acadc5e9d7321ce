package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.retention.RetirementPlanner.NextStep;
import dev.amioperator.retention.RetirementPlanner.ObservedRetirement;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at what is in the ledger, or is about to come into it. */
final class RetirementObserver {
  /** What the status has room for. */
  private static final int MAX_RETIRING = 1000;

  private final PolicyObservationSession session;
  private final Owner policy;
  private final FactsGatherer.GatheredFacts gatheredFacts;
  private final Facts.History history;
  private final Duration gracePeriod;
  private final Freshness freshness;

  RetirementObserver(
      PolicyObservationSession session,
      Owner policy,
      FactsGatherer.GatheredFacts gatheredFacts,
      Facts.History history,
      Duration gracePeriod,
      Freshness freshness) {
    this.session = session;
    this.policy = policy;
    this.gatheredFacts = gatheredFacts;
    this.history = history;
    this.gracePeriod = gracePeriod;
    this.freshness = freshness;
  }

  /** An entry of the ledger, and what comes next for it. */
  record RetirementStep(AccountRegion accountRegion, Retiring entry, NextStep nextStep) {}

  /**
   * The next step of each entry of the ledger.
   *
   * @param places by region
   */
  List<RetirementStep> steps(List<Retiring> ledger, Map<String, AccountRegion> places) {
    List<Optional<RetirementStep>> steps =
        ledger.stream().map(entry -> nextStep(places.get(entry.region()), entry)).toList();
    session.throwIfPending();
    return steps.stream().flatMap(Optional::stream).toList();
  }

  /** The entries of images that are due and not in the ledger yet. */
  List<Retiring> newEntries() {
    List<Optional<Retiring>> entries =
        gatheredFacts.decisions().stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .filter(decision -> !history.retiring().contains(decision.imageId()))
            .limit(Math.max(0, MAX_RETIRING - history.retiring().size()))
            .map(this::newEntry)
            .toList();
    session.throwIfPending();
    return entries.stream().flatMap(Optional::stream).toList();
  }

  private Optional<RetirementStep> nextStep(AccountRegion accountRegion, Retiring entry) {
    Optional<Observation.Known<Presence<Image>>> image =
        session.known(accountRegion, ImageQueries.byId(entry.imageId()), notBefore());
    Map<String, Observation.Known<Presence<Snapshot>>> snapshots =
        createdSnapshots(accountRegion, entry);
    if (gatheredFacts.listFailures().containsKey(accountRegion)) {
      String why = "Nothing is decided about %s for now.".formatted(entry.imageId());
      return Optional.of(new RetirementStep(accountRegion, entry, new NextStep.Wait(why)));
    }
    if (image.isEmpty() || snapshots.size() < createdIds(entry).size()) {
      return Optional.empty();
    }
    Instant askedAt =
        snapshots.values().stream()
            .map(Observation.Known::observedAt)
            .reduce(image.get().observedAt(), (a, b) -> a.isBefore(b) ? a : b);
    ObservedRetirement observedRetirement =
        new ObservedRetirement(
            RetirementClaim.of(policy, entry),
            entry,
            image.get().value(),
            decision(entry),
            gracePeriodPassed(image.get().observedAt()),
            gatheredFacts.usage().getOrDefault(entry.imageId(), new Usage.Pending()),
            snapshots.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, seen -> seen.getValue().value())),
            snapshotIdsOfOtherImages(accountRegion, entry.imageId()),
            askedAt);
    return Optional.of(
        new RetirementStep(
            accountRegion,
            entry,
            RetirementPlanner.plan(observedRetirement, gracePeriod, freshness.now())));
  }

  /** The ledger entry of an image; empty: not all of its snapshots are known of yet. */
  private Optional<Retiring> newEntry(Decision due) {
    Map<String, Snapshot> found = new HashMap<>();
    for (String id : due.image().snapshotIds()) {
      Optional<Observation.Known<Presence<Snapshot>>> seen =
          session.known(due.accountRegion(), SnapshotQueries.byId(id), notBefore());
      boolean known =
          seen.filter(
                  s ->
                      s.value().found().isPresent()
                          || s.value().provenAbsent(s.observedAt(), gracePeriod))
              .isPresent();
      if (!known) {
        return Optional.empty();
      }
      seen.get().value().found().ifPresent(snapshot -> found.put(id, snapshot));
    }
    return Optional.of(
        RetirementClaim.of(policy, due.image())
            .retiringEntry(due.accountRegion().region(), due.image(), found));
  }

  private Map<String, Observation.Known<Presence<Snapshot>>> createdSnapshots(
      AccountRegion accountRegion, Retiring entry) {
    Map<String, Observation.Known<Presence<Snapshot>>> seen = new HashMap<>();
    createdIds(entry)
        .forEach(
            id ->
                session
                    .known(accountRegion, SnapshotQueries.byId(id), notBefore())
                    .ifPresent(snapshot -> seen.put(id, snapshot)));
    return seen;
  }

  private static List<String> createdIds(Retiring entry) {
    return SnapshotLedger.ids(RetirementPlanner.recordedSnapshots(entry), Origin.CREATED);
  }

  private Optional<Decision> decision(Retiring entry) {
    return gatheredFacts.decisions().stream()
        .filter(decision -> decision.imageId().equals(entry.imageId()))
        .findFirst();
  }

  private boolean gracePeriodPassed(Instant askedAt) {
    return history.retired().stream().allMatch(at -> at.plus(gracePeriod).isBefore(askedAt));
  }

  private Set<String> snapshotIdsOfOtherImages(AccountRegion accountRegion, String imageId) {
    return gatheredFacts.inventory().getOrDefault(accountRegion, List.of()).stream()
        .filter(image -> !image.id().equals(imageId))
        .filter(Image::registered)
        .flatMap(image -> image.snapshotIds().stream())
        .collect(Collectors.toSet());
  }

  private Instant notBefore() {
    return freshness.imagesNotBefore();
  }
}
