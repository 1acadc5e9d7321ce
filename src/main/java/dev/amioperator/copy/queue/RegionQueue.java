package dev.amioperator.copy.queue;

import dev.amioperator.copy.queue.AdmissionPlanner.Admission;
import dev.amioperator.copy.queue.CopyLimit.Check;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ownership.ClusterId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Queue of the image copies into an account and region. Only memory: after a restart it is filled
 * from EC2's pending images and from the requests of the objects.
 *
 * <p>A returned set of objects had requests admitted: these objects are to be reconciled.
 */
final class RegionQueue {
  private final CopyQueueIntervals intervals;
  private final CopiesInFlight inFlight;
  private final Reservations reserved;
  private final WaitingRequests waiting = new WaitingRequests();
  private final AccountQuotas quotas = new AccountQuotas();
  private final Deque<Instant> polls = new ArrayDeque<>();
  private final Set<ResourceID> objectsNotReady = new HashSet<>();
  private final LatestForecast forecast = new LatestForecast();
  private CopyLimit limit = CopyLimit.UNKNOWN;
  private CopyDurations durations = CopyDurations.UNKNOWN;
  private Instant listedAt = Instant.EPOCH;
  private boolean listWanted;

  RegionQueue(ClusterId cluster, CopyQueueIntervals intervals) {
    this.intervals = intervals;
    this.inFlight = new CopiesInFlight(cluster, intervals.visibility());
    this.reserved = new Reservations(intervals.reservation());
  }

  /** The decision on a request, and other objects whose requests were admitted. */
  record Requested(CopyDecision decision, Set<ResourceID> admitted) {}

  synchronized Requested request(CopyRequest request, Instant now) {
    String key = request.key();
    quotas.record(request, now);
    reserved.expire(now);
    if (inFlight.hasRequest(key)) {
      return new Requested(new CopyDecision.Admitted(now.plus(intervals.reservation())), Set.of());
    }
    Set<ResourceID> others = new HashSet<>();
    if (reserved.until(key).isEmpty()) {
      waiting.add(request);
      others.addAll(admit(now, false));
    }
    Optional<Instant> until = reserved.until(key);
    if (until.isPresent()) {
      others.remove(request.object().id());
      return new Requested(new CopyDecision.Admitted(until.get()), others);
    }
    if (listWanted) {
      objectsNotReady.add(request.object().id());
      return new Requested(new CopyDecision.NotReady(), others);
    }
    return new Requested(forecast.waiting(key, this::state, now), others);
  }

  synchronized Set<ResourceID> started(
      CopyRequest request, String imageId, Instant at, Instant now) {
    Optional<Check> check = reserved.remove(request.key());
    waiting.remove(request.key());
    inFlight.started(request, imageId, at);
    check.ifPresent(
        passed -> limit = limit.accepted(inFlight.load(), passed == Check.PROBE, now, intervals));
    return admit(now, false);
  }

  /** Takes over an image that its object found pending, unless a later list lacked it. */
  synchronized Set<ResourceID> observedPending(
      CopyRequest request, String imageId, Instant created, Instant observedAt, Instant now) {
    Instant start = created.isBefore(observedAt) ? created : observedAt;
    return inFlight.endedBefore(imageId, observedAt)
        ? released(request.key(), now)
        : started(request, imageId, start, now);
  }

  /** A call without a known outcome keeps its slot: EC2 may have started the copy. */
  synchronized Set<ResourceID> callFailed(
      CopyRequest request, Ec2CallException failure, Instant now) {
    switch (failure.errorClass()) {
      case QUOTA -> refused(request, QuotaRefusal.of(failure), now);
      case THROTTLED, TRANSIENT -> reserved.extend(request, now);
      case NOT_FOUND,
          ALREADY_EXISTS,
          IN_USE,
          PROTECTED,
          WRONG_STATE,
          DENIED,
          ACCOUNT_UNAVAILABLE,
          INVALID,
          UNSUPPORTED,
          CLOCK_SKEW,
          NOT_OWNED ->
          reserved.remove(request.key());
    }
    return admit(now, false);
  }

  private void refused(CopyRequest request, QuotaRefusal refusal, Instant now) {
    Optional<Check> check = reserved.remove(request.key());
    switch (refusal.quota()) {
      case IMAGE_COPIES, SNAPSHOT_COPIES -> {
        boolean probe = check.equals(Optional.of(Check.PROBE));
        limit = limit.refused(refusal, inFlight.load(), reserved.load(), probe, now, intervals);
        waiting.add(request);
      }
      case THROUGHPUT, IMAGES -> waiting.hold(request, now.plus(intervals.refusalPause()));
    }
  }

  synchronized Set<ResourceID> released(String key, Instant now) {
    reserved.remove(key);
    waiting.remove(key);
    return admit(now, false);
  }

  /** Drops the other requests of an object: only its latest counts. */
  synchronized Set<ResourceID> releaseOthers(CopyRequest latest, Instant now) {
    Predicate<CopyRequest> other =
        known ->
            known.object().uid().equals(latest.object().uid()) && !known.key().equals(latest.key());
    reserved.removeIf(other);
    waiting.removeIf(other);
    return admit(now, false);
  }

  synchronized boolean held(String key, Instant now) {
    return waiting.isHeld(key, now);
  }

  synchronized Optional<CopyProgress> progress(Predicate<CopyInFlight> which, Instant now) {
    return inFlight.all().stream()
        .filter(which)
        .findFirst()
        .map(copy -> copy.progress(durations, now));
  }

  /** Drops the requests of a deleted object; EC2 may still be copying its images. */
  synchronized Set<ResourceID> forget(String uid, Instant now) {
    Predicate<CopyRequest> ofObject = known -> known.object().uid().equals(uid);
    reserved.removeIf(ofObject);
    waiting.removeIf(ofObject);
    return admit(now, false);
  }

  synchronized Set<ResourceID> finished(String imageId, boolean available, Instant now) {
    inFlight.end(imageId, now).filter(copy -> available).ifPresent(copy -> learn(copy, now));
    return admit(now, false);
  }

  /** Learns the duration of a copy that EC2 no longer listed as pending at a time. */
  synchronized void learn(CopyInFlight copy, Instant endedBefore) {
    durations = durations.learn(copy, endedBefore);
  }

  /** Admits the requests whose time has come: a pause is over, or a slot was not used. */
  synchronized Set<ResourceID> timePassed(Instant now) {
    reserved.expire(now);
    return admit(now, false);
  }

  /** Copies that ended, or should have although never listed; objects with a new decision. */
  record Listed(List<CopyInFlight> ended, List<CopyInFlight> overdue, Set<ResourceID> objects) {}

  synchronized Listed listed(List<PendingCopy> pending, Instant readAt, Instant now) {
    listWanted = false;
    listedAt = readAt;
    polls.addFirst(readAt);
    if (polls.size() > PollSchedule.REMEMBERED_POLLS) {
      polls.removeLast();
    }
    CopiesInFlight.Update update = inFlight.update(pending, readAt, reserved.requests());
    update.found().forEach(request -> reserved.remove(request.key()));
    limit = limit.observed(inFlight.load());
    reserved.expire(now);
    Set<ResourceID> objects = new HashSet<>(objectsNotReady);
    objectsNotReady.clear();
    objects.addAll(admit(now, true));
    return new Listed(update.ended(), inFlight.overdue(durations, readAt), objects);
  }

  synchronized void progressed(String imageId, CopyInFlight.Progress progress) {
    inFlight.progressed(imageId, progress);
  }

  synchronized QueueState state() {
    return new QueueState(
        limit,
        quotas.lowest(),
        List.copyOf(inFlight.all()),
        reserved.requests(),
        waiting.all(),
        durations);
  }

  /** The schedule of the reads; the ends of others' copies matter only while requests wait. */
  synchronized PollSchedule schedule(Instant now) {
    boolean anyWaiting = !waiting.all().isEmpty();
    Stream<Instant> pause =
        Stream.of(limit.pausedUntil()).filter(until -> anyWaiting && until.isAfter(now));
    return new PollSchedule(
        inFlight.all().stream().filter(copy -> anyWaiting || copy.owner().isPresent()).toList(),
        durations,
        Stream.of(reserved.earliestEnd().stream(), waiting.nextCandidate(now).stream(), pause)
            .flatMap(times -> times)
            .min(Comparator.naturalOrder()),
        listedAt,
        List.copyOf(polls),
        listWanted && anyWaiting,
        intervals);
  }

  private Set<ResourceID> admit(Instant now, boolean exact) {
    QueueState state = state();
    AdmissionPlanner planner =
        new AdmissionPlanner(
            limit,
            state.quota(),
            inFlight.load().plus(reserved.load()),
            reserved.callsUnderWay(),
            exact,
            now);
    List<Admission> admissions = planner.plan(waiting.candidates(now), state.shares());
    listWanted |= !admissions.isEmpty() && listedAt.plus(intervals.staleAfter()).isBefore(now);
    Set<ResourceID> admitted = new HashSet<>();
    for (Admission admission : listWanted ? List.<Admission>of() : admissions) {
      CopyRequest request = admission.request();
      waiting.remove(request.key());
      reserved.add(request, admission.check(), now);
      admitted.add(request.object().id());
    }
    return admitted;
  }
}
