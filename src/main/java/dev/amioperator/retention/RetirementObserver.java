package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.retention.RetirementPlanner.NextStep;
import dev.amioperator.retention.RetirementPlanner.ObservedRetirement;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at what is in the ledger, or is about to come into it. */
final class RetirementObserver {
  /** What the status has room for. */
  private static final int MAX_RETIRING = 1000;

  private final Function<AccountRegion, ObservationSession> sessions;
  private final Owner policy;
  private final FactsGatherer.GatheredFacts gatheredFacts;
  private final Facts.History history;
  private final Duration gracePeriod;

  RetirementObserver(
      Function<AccountRegion, ObservationSession> sessions,
      Owner policy,
      FactsGatherer.GatheredFacts gatheredFacts,
      Facts.History history,
      Duration gracePeriod) {
    this.sessions = sessions;
    this.policy = policy;
    this.gatheredFacts = gatheredFacts;
    this.history = history;
    this.gracePeriod = gracePeriod;
  }

  /** An entry of the ledger, and what comes next for it. */
  record RetirementStep(AccountRegion accountRegion, Retiring entry, NextStep nextStep) {}

  /**
   * The next step of each entry of the ledger.
   *
   * @param places by region
   */
  List<RetirementStep> steps(List<Retiring> ledger, Map<String, AccountRegion> places) {
    List<Asked<RetirementStep>> steps =
        ledger.stream()
            .map(entry -> Asked.of(() -> nextStep(places.get(entry.region()), entry)))
            .toList();
    return steps.stream().map(Asked::value).toList();
  }

  /** The entries of images that are due and not in the ledger yet. */
  List<Retiring> newEntries() {
    List<Asked<Optional<Retiring>>> entries =
        gatheredFacts.decisions().stream()
            .filter(decision -> decision.is(RetentionReason.Due))
            .filter(decision -> !history.retiring().contains(decision.imageId()))
            .limit(Math.max(0, MAX_RETIRING - history.retiring().size()))
            .map(due -> Asked.of(() -> newEntry(due)))
            .toList();
    return entries.stream().map(Asked::value).flatMap(Optional::stream).toList();
  }

  private RetirementStep nextStep(AccountRegion accountRegion, Retiring entry) {
    ObservationSession session = sessions.apply(accountRegion);
    Asked<Known<Presence<Image>>> asked =
        Asked.of(() -> session.known(session.observation(ImageQueries.byId(entry.imageId()))));
    Map<String, Known<Presence<Snapshot>>> snapshots = snapshots(session, createdIds(entry));
    Known<Presence<Image>> image = asked.value();
    if (gatheredFacts.listFailures().containsKey(accountRegion)) {
      String why = "Nothing is decided about %s for now.".formatted(entry.imageId());
      return new RetirementStep(accountRegion, entry, new NextStep.Wait(why));
    }
    Instant askedAt =
        snapshots.values().stream()
            .map(Known::observedAt)
            .reduce(image.observedAt(), (a, b) -> a.isBefore(b) ? a : b);
    ObservedRetirement observedRetirement =
        new ObservedRetirement(
            RetirementClaim.of(policy, entry),
            entry,
            image.value(),
            decision(entry),
            gracePeriodPassed(image.observedAt()),
            gatheredFacts.usage().getOrDefault(entry.imageId(), new Usage.Pending()),
            snapshots.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, seen -> seen.getValue().value())),
            snapshotIdsOfOtherImages(accountRegion, entry.imageId()),
            askedAt);
    return new RetirementStep(
        accountRegion,
        entry,
        RetirementPlanner.plan(observedRetirement, gracePeriod, session.now()));
  }

  /** The ledger entry of an image; empty: not all of its snapshots are known of yet. */
  private Optional<Retiring> newEntry(Decision due) {
    Map<String, Known<Presence<Snapshot>>> snapshots =
        snapshots(sessions.apply(due.accountRegion()), due.image().snapshotIds());
    Map<String, Snapshot> found = new HashMap<>();
    for (var entry : snapshots.entrySet()) {
      Presence<Snapshot> presence = entry.getValue().value();
      if (presence.found().isEmpty()
          && !presence.provenAbsent(entry.getValue().observedAt(), gracePeriod)) {
        return Optional.empty();
      }
      presence.found().ifPresent(snapshot -> found.put(entry.getKey(), snapshot));
    }
    return Optional.of(
        RetirementClaim.of(policy, due.image())
            .retiringEntry(due.accountRegion().region(), due.image(), found));
  }

  private static Map<String, Known<Presence<Snapshot>>> snapshots(
      ObservationSession session, Collection<String> ids) {
    Map<String, Asked<Known<Presence<Snapshot>>>> asked = new HashMap<>();
    ids.forEach(
        id ->
            asked.put(
                id, Asked.of(() -> session.known(session.observation(SnapshotQueries.byId(id))))));
    return asked.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().value()));
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
}
