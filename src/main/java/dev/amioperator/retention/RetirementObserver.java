package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.deletion.FastLaunchRemoval;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation.Known;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Query;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.retention.RetiringImagePlanner.NextStep;
import dev.amioperator.retention.RetiringImagePlanner.RetiringImage;
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
import java.util.stream.Stream;

/**
 * Reads the images and snapshots that a policy retires, or is about to record for that.
 *
 * @param policy the policy, whose writes make earlier observations stale
 * @param gracePeriod how long reads must miss a resource before it counts as gone
 */
record RetirementObserver(
    Function<AccountRegion, ObservationSession> sessions,
    Owner policy,
    GatheredFacts gathered,
    Facts.History history,
    Duration gracePeriod) {
  /** The entries that fit into a status: etcd refuses objects above 1.5 MiB. */
  private static final int MAX_RETIRING = 1000;

  /** An entry of {@code status.retiring}, with its next step. */
  record RetirementStep(AccountRegion accountRegion, Retiring entry, NextStep nextStep) {}

  /**
   * The next step of each entry of {@code status.retiring}.
   *
   * @param accessible the accounts and regions that the policy may use
   */
  List<RetirementStep> steps(List<Retiring> retiring, Set<AccountRegion> accessible) {
    RecordedSnapshotUse use = RecordedSnapshotUse.of(retiring, gathered.inventory());
    Map<String, Decision> decisions = decisionsAboutRetiring();
    return values(
        retiring.stream()
            .map(
                entry -> {
                  AccountRegion region = accountRegion(entry);
                  Optional<Decision> decision = Optional.ofNullable(decisions.get(entry.imageId()));
                  return accessible.contains(region)
                      ? RequestedRead.of(() -> nextStep(region, entry, decision, use))
                      : RequestedRead.of(() -> inaccessible(region, entry));
                }));
  }

  private Map<String, Decision> decisionsAboutRetiring() {
    return gathered.decisions().stream()
        .filter(decision -> history.retiring().contains(decision.imageId()))
        .collect(toMap(Decision::imageId, decision -> decision, (first, second) -> first));
  }

  private static AccountRegion accountRegion(Retiring entry) {
    return new AccountRegion(entry.accountRef(), entry.accountId(), entry.region());
  }

  private static RetirementStep inaccessible(AccountRegion region, Retiring entry) {
    String message =
        "No decision about %s, as AwsAccount %s cannot be used."
            .formatted(entry.imageId(), entry.accountRef());
    return new RetirementStep(region, entry, new NextStep.Wait(message));
  }

  /** New entries for images that are due and not in {@code status.retiring} yet. */
  List<Retiring> newEntries() {
    return values(
            gathered.decisions().stream()
                .filter(decision -> decision.is(RetentionReason.Due))
                .filter(decision -> !history.retiring().contains(decision.imageId()))
                .limit(Math.max(0, MAX_RETIRING - history.retiring().size()))
                .map(due -> RequestedRead.of(() -> newEntry(due))))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private RetirementStep nextStep(
      AccountRegion region, Retiring entry, Optional<Decision> decision, RecordedSnapshotUse use) {
    ObservationSession session = sessions.apply(region);
    RequestedRead<Known<Presence<Image>>> requested =
        request(session, ImageQueries.byId(entry.imageId()));
    Map<String, Known<Presence<Snapshot>>> snapshots =
        snapshots(
            session,
            SnapshotLedger.ids(RetiringImagePlanner.recordedSnapshots(entry), Origin.CREATED));
    Known<Presence<Image>> image = requested.value();
    if (gathered.listFailures().containsKey(region)) {
      String message =
          "No decision about %s, as the images of %s cannot be listed."
              .formatted(entry.imageId(), entry.region());
      return new RetirementStep(region, entry, new NextStep.Wait(message));
    }
    RetiringImage facts =
        facts(entry, decision, image, snapshots, use.sharedSnapshotIds(region, entry));
    NextStep nextStep =
        facts
            .imageToDeregister()
            .flatMap(found -> FastLaunchRemoval.next(session, found))
            .<NextStep>map(NextStep.Execute::new)
            .orElseGet(() -> RetiringImagePlanner.plan(facts, gracePeriod, session.now()));
    return new RetirementStep(region, entry, nextStep);
  }

  private RetiringImage facts(
      Retiring entry,
      Optional<Decision> decision,
      Known<Presence<Image>> image,
      Map<String, Known<Presence<Snapshot>>> snapshots,
      Set<String> sharedSnapshotIds) {
    Instant observedAt = image.observedAt();
    return new RetiringImage(
        RetirementClaim.of(policy, entry),
        entry,
        image.value(),
        decision,
        history.retired().stream().allMatch(at -> at.plus(gracePeriod).isBefore(observedAt)),
        gathered.usage().getOrDefault(entry.imageId(), new Usage.Pending()),
        snapshots.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, snapshot -> snapshot.getValue().value())),
        sharedSnapshotIds,
        snapshots.values().stream()
            .map(Known::observedAt)
            .reduce(observedAt, (a, b) -> a.isBefore(b) ? a : b));
  }

  /** The entry of an image; empty while EC2 has not shown or disproved all of its snapshots. */
  private Optional<Retiring> newEntry(Decision due) {
    Map<String, Snapshot> found = new HashMap<>();
    for (var entry :
        snapshots(sessions.apply(due.accountRegion()), due.image().snapshotIds()).entrySet()) {
      Presence<Snapshot> presence = entry.getValue().value();
      if (presence.found().isEmpty()
          && !presence.provenAbsent(entry.getValue().observedAt(), gracePeriod)) {
        return Optional.empty();
      }
      presence.found().ifPresent(snapshot -> found.put(entry.getKey(), snapshot));
    }
    return Optional.of(
        RetirementClaim.of(policy, due.image())
            .retiringEntry(due.accountRegion(), due.image(), found));
  }

  private static Map<String, Known<Presence<Snapshot>>> snapshots(
      ObservationSession session, Collection<String> ids) {
    Map<String, RequestedRead<Known<Presence<Snapshot>>>> requested = new HashMap<>();
    ids.forEach(id -> requested.put(id, request(session, SnapshotQueries.byId(id))));
    return requested.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, snapshot -> snapshot.getValue().value()));
  }

  private static <T> RequestedRead<Known<T>> request(ObservationSession session, Query<T> query) {
    return RequestedRead.of(() -> session.known(session.observation(query)));
  }

  /** Collects the stream first, so that every read is sent to EC2 before any is waited for. */
  private static <T> List<T> values(Stream<RequestedRead<T>> reads) {
    return reads.toList().stream().map(RequestedRead::value).toList();
  }
}
