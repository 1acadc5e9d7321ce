package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Schedule of the reads of an account and region that has image copies in progress. Pure.
 *
 * <p>A read waits until a copy is expected to end. It is repeated after a fortieth of the duration
 * of a copy, and less often the more reads that duration already had: about ten at most. A copy
 * that EC2 never listed is looked for early, as wrong keys make copies fail in their first minutes.
 *
 * @param inFlight the copies whose end matters: of this cluster, or all if requests wait
 * @param wakeAt when requests may be admitted without a read: a slot is given back, a pause is over
 * @param listedAt when the pending images were read last
 * @param polls when they were read before, latest first
 * @param wanted whether a request needs a list at once
 */
record PollSchedule(
    Collection<CopyInFlight> inFlight,
    CopyDurations durations,
    Optional<Instant> wakeAt,
    Instant listedAt,
    List<Instant> polls,
    boolean wanted,
    CopyQueueIntervals intervals) {
  /** How many reads are kept to count those of a copy's duration. */
  static final int REMEMBERED_POLLS = 16;

  private static final int STEPS_PER_COPY = 40;
  private static final int DELAYS_PER_COPY = 15;
  private static final int FREE_POLLS = 4;
  private static final int MAX_STEP_DOUBLINGS = 3;
  private static final int EARLY_CHECKS_PER_COPY = 8;

  /** When to read or admit next; empty while nothing is expected. */
  Optional<Instant> next(Instant now) {
    return Stream.concat(nextRead(now).stream(), wakeAt.stream())
        .min(Comparator.naturalOrder())
        .map(due -> due.isBefore(now) ? now : due);
  }

  /** When to read EC2 next; empty while no copy is in flight. */
  Optional<Instant> nextRead(Instant now) {
    return wanted
        ? Optional.of(now)
        : inFlight.stream()
            .min(Comparator.comparing(this::due))
            .map(first -> withNext(first, due(first)));
  }

  /**
   * The time of a read that shows also the copies that are due shortly after the first. Copies that
   * are seen to end together are followed by copies that start together: a small delay of a few,
   * once, spares reads from then on.
   */
  private Instant withNext(CopyInFlight first, Instant earliest) {
    Instant latest = earliest.plus(longestDelay(first));
    return inFlight.stream()
        .map(this::due)
        .filter(due -> !due.isAfter(latest))
        .max(Comparator.naturalOrder())
        .orElse(earliest);
  }

  private Duration longestDelay(CopyInFlight copy) {
    Duration part =
        durations.estimate(copy.sizeGib()).orElse(Duration.ZERO).dividedBy(DELAYS_PER_COPY);
    return part.compareTo(intervals.shortestPoll()) > 0 ? part : intervals.shortestPoll();
  }

  private Instant due(CopyInFlight copy) {
    Optional<Instant> end = copy.expectedEnd(durations);
    if (end.isEmpty()) {
      return later(copy.pendingAt(), listedAt).plus(stepOfUnknown());
    }
    Instant start = copy.startedAt().orElseThrow();
    Duration total = Duration.between(start, end.get());
    Instant first = copy.earliestEnd(durations).orElseThrow();
    // An overdue copy takes longer than expected, by an unknown time: its age sets the pace.
    Duration pace = Duration.between(start, later(end.get(), listedAt));
    Instant expected = later(first, listedAt.plus(step(pace, first)));
    if (copy.listed()) {
      return expected;
    }
    Instant early =
        later(
            start.plus(intervals.longestPoll()),
            listedAt.plus(total.dividedBy(EARLY_CHECKS_PER_COPY)));
    return early.isBefore(expected) ? early : expected;
  }

  /** The step after the reads since a time: those before it followed another estimate. */
  private Duration step(Duration total, Instant since) {
    int recent = (int) polls.stream().filter(at -> !at.isBefore(since)).count();
    int doublings = Math.clamp(recent - FREE_POLLS, 0, MAX_STEP_DOUBLINGS);
    Duration step = total.dividedBy(STEPS_PER_COPY).multipliedBy(1L << doublings);
    return step.compareTo(intervals.shortestPoll()) > 0 ? step : intervals.shortestPoll();
  }

  /** Doubles with each read, up to the longest interval. */
  private Duration stepOfUnknown() {
    Duration step = intervals.shortestPoll().multipliedBy(1L << Math.min(polls.size(), 10));
    return step.compareTo(intervals.longestPoll()) < 0 ? step : intervals.longestPoll();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
