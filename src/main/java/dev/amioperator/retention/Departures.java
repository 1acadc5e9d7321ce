package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.retention.Retirement.Next;
import dev.amioperator.retention.Retirement.Sighting;
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
final class Departures {
  /** What the status has room for. */
  private static final int LONGEST_LEDGER = 1000;

  private final Questions questions;
  private final Owner policy;
  private final Survey.Findings findings;
  private final Facts.History history;
  private final Duration grace;
  private final Freshness freshness;

  Departures(
      Questions questions,
      Owner policy,
      Survey.Findings findings,
      Facts.History history,
      Duration grace,
      Freshness freshness) {
    this.questions = questions;
    this.policy = policy;
    this.findings = findings;
    this.history = history;
    this.grace = grace;
    this.freshness = freshness;
  }

  /** An entry of the ledger, and what comes next for it. */
  record Step(AccountRegion place, Retiring entry, Next next) {}

  /**
   * The next step of each entry of the ledger.
   *
   * @param places by region
   */
  List<Step> steps(List<Retiring> ledger, Map<String, AccountRegion> places) {
    List<Optional<Step>> steps =
        ledger.stream().map(entry -> next(places.get(entry.region()), entry)).toList();
    questions.allAnswered();
    return steps.stream().flatMap(Optional::stream).toList();
  }

  /** The entries of images that are due and not in the ledger yet. */
  List<Retiring> newcomers() {
    List<Optional<Retiring>> entries =
        findings.decisions().stream()
            .filter(decision -> decision.is(Finding.Due))
            .filter(decision -> !history.retiring().contains(decision.imageId()))
            .limit(Math.max(0, LONGEST_LEDGER - history.retiring().size()))
            .map(this::entry)
            .toList();
    questions.allAnswered();
    return entries.stream().flatMap(Optional::stream).toList();
  }

  private Optional<Step> next(AccountRegion accountRegion, Retiring entry) {
    Optional<Observation.Known<Presence<Image>>> image =
        questions.image(accountRegion, entry.imageId(), recently());
    Map<String, Observation.Known<Presence<Snapshot>>> snapshots = created(accountRegion, entry);
    if (findings.unseen().containsKey(accountRegion)) {
      String why = "Nothing is decided about %s for now.".formatted(entry.imageId());
      return Optional.of(new Step(accountRegion, entry, new Next.Wait(why)));
    }
    if (image.isEmpty() || snapshots.size() < createdIds(entry).size()) {
      return Optional.empty();
    }
    Instant askedAt =
        snapshots.values().stream()
            .map(Observation.Known::observedAt)
            .reduce(image.get().observedAt(), (a, b) -> a.isBefore(b) ? a : b);
    Sighting sighting =
        new Sighting(
            Retiree.of(policy, entry),
            entry,
            image.get().value(),
            decision(entry),
            settled(image.get().observedAt()),
            findings.usage().getOrDefault(entry.imageId(), new Usage.Asking()),
            snapshots.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, seen -> seen.getValue().value())),
            usedByOthers(accountRegion, entry.imageId()),
            askedAt);
    return Optional.of(
        new Step(accountRegion, entry, Retirement.next(sighting, grace, freshness.now())));
  }

  /** The ledger entry of an image; empty: not all of its snapshots are known of yet. */
  private Optional<Retiring> entry(Decision due) {
    Map<String, Snapshot> found = new HashMap<>();
    for (String id : due.image().snapshotIds()) {
      Optional<Observation.Known<Presence<Snapshot>>> seen =
          questions.snapshot(due.place(), id, recently());
      boolean known =
          seen.filter(
                  s ->
                      s.value().found().isPresent()
                          || s.value().provenAbsent(s.observedAt(), grace))
              .isPresent();
      if (!known) {
        return Optional.empty();
      }
      seen.get().value().found().ifPresent(snapshot -> found.put(id, snapshot));
    }
    return Optional.of(
        Retiree.of(policy, due.image()).entry(due.place().region(), due.image(), found));
  }

  private Map<String, Observation.Known<Presence<Snapshot>>> created(
      AccountRegion accountRegion, Retiring entry) {
    Map<String, Observation.Known<Presence<Snapshot>>> seen = new HashMap<>();
    createdIds(entry)
        .forEach(
            id ->
                questions
                    .snapshot(accountRegion, id, recently())
                    .ifPresent(snapshot -> seen.put(id, snapshot)));
    return seen;
  }

  private static List<String> createdIds(Retiring entry) {
    return SnapshotLedger.ids(Retirement.ledger(entry), Origin.CREATED);
  }

  private Optional<Decision> decision(Retiring entry) {
    return findings.decisions().stream()
        .filter(decision -> decision.imageId().equals(entry.imageId()))
        .findFirst();
  }

  private boolean settled(Instant askedAt) {
    return history.retired().stream().allMatch(at -> at.plus(grace).isBefore(askedAt));
  }

  private Set<String> usedByOthers(AccountRegion accountRegion, String imageId) {
    return findings.inventory().getOrDefault(accountRegion, List.of()).stream()
        .filter(image -> !image.id().equals(imageId))
        .filter(Image::registered)
        .flatMap(image -> image.snapshotIds().stream())
        .collect(Collectors.toSet());
  }

  private Instant recently() {
    return freshness.imagesNotBefore();
  }
}
