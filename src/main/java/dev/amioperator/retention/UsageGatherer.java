package dev.amioperator.retention;

import dev.amioperator.deletion.UsageObserver;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.usage.Usage;
import dev.amioperator.usage.UsagePlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The usage of the images that an evaluation decides about, as far as it was read. */
final class UsageGatherer {
  private final Function<AccountRegion, ObservationSession> sessions;
  private final Map<String, Usage> usage = new HashMap<>();
  private final Map<AccountRegion, UsageObserver> observers = new HashMap<>();
  private final Set<String> imagesLookedUp = new HashSet<>();
  private final Set<String> imagesRechecked = new HashSet<>();
  private final Set<String> unusedInOtherPlaces = new HashSet<>();
  private final ReportedUseReads reportedUse;

  UsageGatherer(Function<AccountRegion, ObservationSession> sessions) {
    this.sessions = sessions;
    this.reportedUse = new ReportedUseReads(sessions);
  }

  /** The actions on usage reports of the images that no other place shows to be used. */
  List<PlannedActions> reportActions(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> unusedInOtherPlaces.contains(decision.imageId()))
        .flatMap(reportedUse::actions)
        .toList();
  }

  /** The usage by image id; no entry: not looked up. */
  Map<String, Usage> usage() {
    return Map.copyOf(usage);
  }

  /** Whether a decision lacks the usage of its image. */
  boolean lacks(Decision decision) {
    return decision.is(RetentionReason.UsageUnknown)
        && !imagesLookedUp.contains(decision.imageId());
  }

  /**
   * Takes the last answers about the usage of images, and requests the next ones from EC2.
   *
   * @throws ObservationReader.ObservationPendingException while places of a region are read
   */
  UsageReads read(List<Decision> decisions, Facts facts) {
    UsageFreshness freshness = facts.freshness();
    Map<AccountRegion, RequestedRead<List<UsagePlace>>> places = new HashMap<>();
    List<UsageReads.Candidate> candidates = new ArrayList<>();
    for (Decision decision : decisions) {
      UsageObserver observer = observer(decision.accountRegion());
      places.computeIfAbsent(
          decision.accountRegion(),
          region -> RequestedRead.of(() -> observer.places(freshness.evaluationStart())));
      candidates.add(
          new UsageReads.Candidate(
              decision, observer.lastReferences(decision.imageId(), freshness.planNotBefore())));
    }
    RequestedRead<Void> reports = reportedUse.request(decisions, facts);
    UsageReads reads = UsageReads.of(candidates, freshness);
    reads.next().forEach(read -> request(read.decision(), read.notBefore()));
    reports.value();
    for (UsageReads.Candidate candidate : candidates) {
      Decision decision = candidate.decision();
      imagesLookedUp.add(decision.imageId());
      put(
          decision,
          Usage.of(
              decision.imageId(),
              candidate.answer(),
              places.get(decision.accountRegion()).value()));
    }
    return reads;
  }

  /** Whether an image that is due is read again; once in an evaluation. */
  boolean shouldRecheck(Decision due) {
    return imagesRechecked.add(due.imageId());
  }

  /**
   * Reads what uses an image that is due; a failed read means unknown. The policy's own writes
   * change no reference, so they do not make these observations stale.
   *
   * @throws ObservationReader.ObservationPendingException while EC2 is queried
   */
  void recheck(Decision due, Instant notBefore, Facts facts) {
    RequestedRead<Void> reports = reportedUse.request(List.of(due), facts);
    put(
        due,
        observer(due.accountRegion()).usage(due.imageId(), request(due, notBefore), notBefore));
    reports.value();
  }

  /** Adds what usage reports show to what the other places show. */
  private void put(Decision decision, Usage otherPlaces) {
    String imageId = decision.imageId();
    if (otherPlaces instanceof Usage.Unused) {
      unusedInOtherPlaces.add(imageId);
    } else {
      unusedInOtherPlaces.remove(imageId);
    }
    usage.put(imageId, reportedUse.combined(imageId, otherPlaces));
  }

  private Observation<List<ImageReference>> request(Decision decision, Instant notBefore) {
    return observer(decision.accountRegion()).references(decision.imageId(), notBefore);
  }

  private UsageObserver observer(AccountRegion region) {
    return observers.computeIfAbsent(region, key -> UsageObserver.of(sessions.apply(key)));
  }
}
