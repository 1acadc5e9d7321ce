package dev.amioperator.copy.queue;

import dev.amioperator.ec2.PendingCopy;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.ownership.TaggedObject;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Image copy that EC2 accepted and that is not known to have ended, whoever made it.
 *
 * @param requestKey the key of the request; empty after a restart, and for copies of others
 * @param owner the value of its tag {@code amioperator.dev/resource}, if this cluster made it
 * @param uid of the object; empty after a restart, and for copies of others
 * @param startedAt when CopyImage was called; empty if EC2 does not say
 * @param pendingAt when EC2 last listed it as pending, or when it was called
 * @param listed whether EC2 ever listed it as pending
 * @param progress of its snapshots, where the duration of copies is not known, or was wrong
 */
record CopyInFlight(
    String imageId,
    String requestKey,
    Optional<String> owner,
    String uid,
    CopyLoad load,
    long sizeGib,
    Optional<Duration> completeWithin,
    Optional<Instant> startedAt,
    Instant pendingAt,
    boolean listed,
    Optional<Progress> progress) {

  /** A copy later than this part of its expected duration was expected wrongly. */
  private static final int OVERDUE_PART = 10;

  private static final int MIN_EXACT_PERCENT = 5;

  /**
   * Progress of the snapshots of a pending image copy.
   *
   * @param percent the mean, weighted by size
   */
  record Progress(int percent, Instant readAt) {}

  static CopyInFlight started(CopyRequest request, String imageId, Instant at) {
    return new CopyInFlight(
        imageId,
        request.key(),
        Optional.of(request.object().owner().resource()),
        request.object().uid(),
        request.load(),
        request.sizeGib(),
        request.completeWithin(),
        Optional.of(at),
        at,
        false,
        Optional.empty());
  }

  static CopyInFlight listed(PendingCopy image, ClusterId cluster, Instant readAt) {
    return new CopyInFlight(
        image.imageId(),
        "",
        Optional.ofNullable(image.tags().get(TagKeys.RESOURCE))
            .filter(owner -> cluster.value().equals(image.tags().get(TagKeys.CLUSTER))),
        "",
        CopyLoad.ofImage(Math.max(1, image.snapshots())),
        image.sizeGib(),
        Optional.empty(),
        image.created(),
        readAt,
        true,
        Optional.empty());
  }

  /** The copy after EC2 listed it as pending once more. */
  CopyInFlight stillPending(Instant readAt) {
    return new CopyInFlight(
        imageId,
        requestKey,
        owner,
        uid,
        load,
        sizeGib,
        completeWithin,
        startedAt,
        readAt.isAfter(pendingAt) ? readAt : pendingAt,
        true,
        progress);
  }

  /** The copy with the request that it was made for, which knows more than EC2's list. */
  CopyInFlight requestedBy(CopyRequest request, Instant at) {
    CopyInFlight made = started(request, imageId, startedAt.orElse(at));
    return listed ? made.stillPending(pendingAt) : made;
  }

  CopyInFlight withProgress(Progress read) {
    return new CopyInFlight(
        imageId,
        requestKey,
        owner,
        uid,
        load,
        sizeGib,
        completeWithin,
        startedAt,
        pendingAt,
        listed,
        Optional.of(read));
  }

  Optional<TaggedObject> object() {
    return owner.flatMap(TaggedObject::parse);
  }

  /** The object to reconcile when the copy ends. */
  Optional<ResourceID> objectId() {
    return object().map(object -> new ResourceID(object.name(), object.namespace()));
  }

  /**
   * When the copy is expected to end: as requested, else as learned, else by its progress. What was
   * learned from other copies counts less than a progress that contradicts it.
   */
  Optional<Instant> expectedEnd(CopyDurations durations) {
    return end(completeWithin)
        .or(() -> observedEnd(durations))
        .or(() -> end(durations.estimate(sizeGib)));
  }

  /** The end that the progress tells, where nothing was learned, or something else. */
  private Optional<Instant> observedEnd(CopyDurations durations) {
    Optional<Instant> learned = end(durations.estimate(sizeGib));
    return startedAt.flatMap(
        start ->
            progress
                .filter(read -> learned.isEmpty() || refutes(read, learned.get()))
                .flatMap(read -> extrapolate(start, read)));
  }

  /** When the copy may have ended, if it is somewhat faster than expected. */
  Optional<Instant> earliestEnd(CopyDurations durations) {
    return expectedEnd(durations)
        .map(
            end -> {
              Duration total = Duration.between(startedAt.orElse(end), end);
              return end.minusMillis(Math.round(total.toMillis() * lead(durations)));
            });
  }

  /** A progress is exact to a percent: the more it is, the smaller a part of the duration. */
  private double lead(CopyDurations durations) {
    return progress
        .filter(read -> read.percent() > 0 && observedEnd(durations).isPresent())
        .map(read -> Math.min(durations.lead(), 1.0 / read.percent()))
        .orElse(durations.lead());
  }

  /** The first percents are too inexact to contradict what was learned. */
  private boolean refutes(Progress read, Instant learned) {
    if (read.readAt().isAfter(learned)) {
      return true;
    }
    Instant start = startedAt.orElse(learned);
    Duration most = Duration.between(start, learned).multipliedBy(5).dividedBy(4);
    return read.percent() >= MIN_EXACT_PERCENT
        && extrapolate(start, read).filter(end -> end.isAfter(start.plus(most))).isPresent();
  }

  /** Whether the progress of this cluster's copy was never read, and could tell its end. */
  boolean progressUnread() {
    return owner.isPresent() && completeWithin.isEmpty() && progress.isEmpty();
  }

  private Optional<Instant> end(Optional<Duration> duration) {
    return startedAt.flatMap(start -> duration.map(start::plus));
  }

  /**
   * Whether only the progress of the snapshots can tell when the copy ends: nothing is expected, or
   * guessed from copies of another size, or the expected end passed long ago.
   */
  boolean needsProgress(CopyDurations durations, Instant now) {
    return owner.isPresent()
        && completeWithin.isEmpty()
        && (progress.isEmpty() && durations.guess(sizeGib)
            || expectedEnd(durations).filter(end -> !longOverdue(end, now)).isEmpty());
  }

  private boolean longOverdue(Instant end, Instant now) {
    Duration expected = Duration.between(startedAt.orElse(end), end);
    return end.plus(expected.dividedBy(OVERDUE_PART)).isBefore(now);
  }

  /** EC2 tells whole percents, of which the first stands for up to twice as much. */
  private static Optional<Instant> extrapolate(Instant start, Progress read) {
    return read.percent() > 0
        ? Optional.of(
            start.plus(
                Duration.between(start, read.readAt())
                    .multipliedBy(200)
                    .dividedBy(2L * read.percent() + 1)))
        : Optional.empty();
  }

  CopyProgress progress(CopyDurations durations, Instant now) {
    return new CopyProgress(imageId, expectedEnd(durations), percent(durations, now));
  }

  /** The percent of the copy that are done, as last read or by the expected end. */
  Optional<Integer> percent(CopyDurations durations, Instant now) {
    return expectedEnd(durations)
        .map(end -> elapsedPercent(startedAt.orElseThrow(), end, now))
        .or(() -> progress.map(Progress::percent));
  }

  private static int elapsedPercent(Instant start, Instant end, Instant now) {
    long total = Math.max(1, Duration.between(start, end).toMillis());
    return (int) Math.clamp(100 * Duration.between(start, now).toMillis() / total, 0, 99);
  }
}
