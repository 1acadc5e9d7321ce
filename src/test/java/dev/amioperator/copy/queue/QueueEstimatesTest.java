package dev.amioperator.copy.queue;

import static dev.amioperator.copy.queue.QueueFixtures.INTERVALS;
import static dev.amioperator.copy.queue.QueueFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Durations, expected ends and reads of image copies. */
class QueueEstimatesTest {
  private static CopyDurations learned(Duration base, Duration perGib, long... sizes) {
    CopyDurations durations = CopyDurations.UNKNOWN;
    for (long size : sizes) {
      Duration took = base.plus(perGib.multipliedBy(size));
      durations = durations.learn(size, took.minusMillis(1), took.plusMillis(1));
    }
    return durations;
  }

  @Test
  void learnsBaseAndSecondsPerGib() {
    CopyDurations durations =
        learned(Duration.ofSeconds(60), Duration.ofSeconds(10), 8, 100, 8, 50, 100);

    assertThat(durations.estimate(30).orElseThrow())
        .isBetween(Duration.ofSeconds(359), Duration.ofSeconds(361));
    assertThat(durations.estimate(200).orElseThrow())
        .isBetween(Duration.ofSeconds(2059), Duration.ofSeconds(2061));
  }

  @Property
  void estimatesNoNegativeDuration(
      @ForAll List<@IntRange(min = 1, max = 100_000) Integer> seconds,
      @ForAll @IntRange(max = 16_000) int size) {
    CopyDurations durations = CopyDurations.UNKNOWN;
    for (int i = 0; i < seconds.size(); i++) {
      durations = durations.learn(i % 7, Duration.ZERO, Duration.ofSeconds(seconds.get(i)));
    }
    durations.estimate(size).ifPresent(d -> assertThat(d).isPositive());
    assertThat(durations.known()).isEqualTo(!seconds.isEmpty());
  }

  @Test
  void boundsInfluenceOfStuckCopy() {
    CopyDurations durations = learned(Duration.ofSeconds(60), Duration.ZERO, 8, 8, 8, 8, 8);
    CopyDurations after = durations.learn(8, Duration.ofHours(9), Duration.ofHours(10));

    assertThat(after.estimate(8).orElseThrow()).isLessThan(Duration.ofSeconds(80));
  }

  /** A copy that was read long before and long after its end says nothing about the estimate. */
  @Test
  void keepsEstimateBetweenTwoReads() {
    CopyDurations durations = learned(Duration.ofSeconds(112), Duration.ZERO, 8, 8, 8, 8);
    CopyDurations after = durations;
    for (int i = 0; i < 20; i++) {
      after = after.learn(8, Duration.ofSeconds(60), Duration.ofSeconds(115));
    }

    assertThat(after.estimate(8).orElseThrow())
        .isBetween(Duration.ofSeconds(111), Duration.ofSeconds(113));
    assertThat(after.deviation()).isLessThan(0.01);
  }

  /** A read shortly before the end must not be repeated as early for each wave of copies. */
  @Test
  void movesPastReadThatShowedCopyPending() {
    CopyDurations durations = learned(Duration.ofSeconds(110), Duration.ZERO, 8, 8, 8, 8);
    for (int i = 0; i < 40; i++) {
      durations = durations.learn(8, Duration.ofSeconds(111), Duration.ofSeconds(116));
    }
    assertThat(durations.estimate(8).orElseThrow())
        .isBetween(Duration.ofSeconds(113), Duration.ofSeconds(114));
  }

  @Test
  void followsChangedDuration() {
    CopyDurations durations = learned(Duration.ofSeconds(100), Duration.ZERO, 8, 8, 8, 8, 8);
    for (int i = 0; i < 40; i++) {
      durations = durations.learn(8, Duration.ofSeconds(199), Duration.ofSeconds(201));
    }
    assertThat(durations.estimate(8).orElseThrow())
        .isBetween(Duration.ofSeconds(190), Duration.ofSeconds(201));
  }

  @Test
  void extrapolatesProgressBeforeDurationsAreKnown() {
    CopyInFlight copy =
        started(NOW).withProgress(new CopyInFlight.Progress(20, NOW.plusSeconds(82)));

    assertThat(copy.expectedEnd(CopyDurations.UNKNOWN)).contains(NOW.plusSeconds(400));
    assertThat(copy.percent(CopyDurations.UNKNOWN, NOW.plusSeconds(200))).contains(50);
    assertThat(started(NOW).expectedEnd(CopyDurations.UNKNOWN)).isEmpty();
  }

  /** As the first copies of another size: what small images took says nothing about them. */
  @Test
  void believesProgressThatContradictsWhatWasLearned() {
    CopyDurations durations = learned(Duration.ofSeconds(40), Duration.ZERO, 1, 1, 1, 1);
    CopyInFlight slower = withProgress(12, 25);
    CopyInFlight asLearned = withProgress(70, 30);
    CopyInFlight tooEarly = withProgress(1, 2);

    assertThat(slower.expectedEnd(durations)).contains(NOW.plusSeconds(200));
    Instant learned = NOW.plus(durations.estimate(8).orElseThrow());
    assertThat(asLearned.expectedEnd(durations)).contains(learned);
    assertThat(tooEarly.expectedEnd(durations)).contains(learned);
  }

  /** Small images tell little of large ones: one look at the first of them tells more. */
  @Test
  void looksAtProgressOfSizeThatWasOnlyGuessed() {
    CopyDurations durations = learned(Duration.ofSeconds(40), Duration.ZERO, 1, 1);
    Instant now = NOW.plusSeconds(10);

    assertThat(started(NOW).needsProgress(durations, now)).isTrue();
    assertThat(withProgress(5, 10).needsProgress(durations, now)).isFalse();
    assertThat(started(NOW).needsProgress(learned(Duration.ofSeconds(40), Duration.ZERO, 8), now))
        .isFalse();
    assertThat(
            started(NOW).needsProgress(learned(Duration.ofSeconds(40), Duration.ZERO, 1, 2), now))
        .isFalse();
  }

  /** The end that a percent tells is at most a percent's share of the duration wrong. */
  @Test
  void readsNotMuchBeforeEndThatProgressTells() {
    CopyDurations durations = learned(Duration.ofSeconds(10), Duration.ZERO, 8);
    CopyInFlight half = withProgress(50, 101);

    assertThat(half.expectedEnd(durations)).contains(NOW.plusSeconds(200));
    assertThat(half.earliestEnd(CopyDurations.UNKNOWN)).contains(NOW.plusSeconds(196));
    assertThat(withProgress(2, 5).earliestEnd(CopyDurations.UNKNOWN))
        .contains(NOW.plusSeconds(180));
  }

  private static CopyInFlight withProgress(int percent, int afterSeconds) {
    return started(NOW)
        .withProgress(new CopyInFlight.Progress(percent, NOW.plusSeconds(afterSeconds)));
  }

  private static CopyInFlight started(Instant at) {
    return CopyInFlight.started(QueueFixtures.request("images", "web", at), "ami-1", at);
  }

  /** At most ten reads in the duration of a copy, none before nine tenths; few when overdue. */
  @Property(tries = 200)
  void readsAtMostTenTimesPerCopy(
      @ForAll @IntRange(min = 2, max = 2000) int minutes,
      @ForAll @IntRange(min = 50, max = 200) int actualPercent) {
    Duration expected = Duration.ofMinutes(minutes);
    CopyDurations durations = learned(expected, Duration.ZERO, 8, 8, 8, 8, 8, 8, 8, 8);
    CopyInFlight copy = started(NOW).stillPending(NOW);
    Instant end = NOW.plus(expected.multipliedBy(actualPercent).dividedBy(100));
    List<Instant> polls = new ArrayList<>();
    Instant now = NOW;
    while (now.isBefore(end)) {
      now =
          new PollSchedule(
                  List.of(copy),
                  durations,
                  Optional.empty(),
                  polls.isEmpty() ? NOW : polls.getFirst(),
                  polls,
                  false,
                  INTERVALS)
              .next(now)
              .orElseThrow();
      polls.addFirst(now);
      copy = copy.stillPending(now);
    }
    assertThat(polls.getLast())
        .isAfterOrEqualTo(NOW.plus(expected.multipliedBy(89).dividedBy(100)));
    assertThat(polls.size()).isLessThanOrEqualTo(actualPercent <= 100 ? 10 : 13);
    Instant noticed = polls.getFirst();
    Instant earliest = end.isAfter(polls.getLast()) ? end : polls.getLast();
    Duration took = Duration.between(NOW, end);
    Duration longer = took.compareTo(expected) > 0 ? took : expected;
    assertThat(Duration.between(earliest, noticed))
        .isLessThanOrEqualTo(longer.dividedBy(5).plus(INTERVALS.shortestPoll()).plusMillis(1));
  }

  /** A few copies wait for those that started somewhat later, so that all share their reads. */
  @Test
  void readsOnceForCopiesThatStartedShortlyAfterEachOther() {
    Duration took = Duration.ofMinutes(10);
    CopyDurations durations =
        learned(took, Duration.ZERO, LongStream.generate(() -> 8).limit(80).toArray());
    Instant second = NOW.plusSeconds(25);
    Instant third = NOW.plusSeconds(60);

    Instant next =
        new PollSchedule(
                Stream.of(NOW, second, third).map(at -> started(at).stillPending(at)).toList(),
                durations,
                Optional.empty(),
                third,
                List.of(),
                false,
                INTERVALS)
            .next(third)
            .orElseThrow();

    assertThat(next).isBetween(second.plus(took).minusSeconds(5), second.plus(took));
  }

  @Test
  void looksForUnlistedCopyEarly() {
    CopyDurations durations = learned(Duration.ofHours(2), Duration.ZERO, 8, 8, 8, 8);
    PollSchedule schedule =
        new PollSchedule(
            List.of(started(NOW)),
            durations,
            Optional.empty(),
            NOW.minusSeconds(3600),
            List.of(),
            false,
            INTERVALS);

    assertThat(schedule.next(NOW)).contains(NOW.plus(INTERVALS.longestPoll()));
  }

  @Test
  void readsNothingWithoutCopies() {
    PollSchedule schedule =
        new PollSchedule(
            List.of(), CopyDurations.UNKNOWN, Optional.empty(), NOW, List.of(), false, INTERVALS);

    assertThat(schedule.next(NOW)).isEmpty();
  }

  @Test
  void rewritesOnlyEstimateThatIsFarOff() {
    Instant recorded = NOW.plus(Duration.ofMinutes(60));

    assertThat(rewritten(recorded, Duration.ofMinutes(70))).contains(recorded);
    assertThat(rewritten(recorded, Duration.ofMinutes(76)))
        .contains(NOW.plus(Duration.ofMinutes(76)));
    assertThat(rewritten(NOW.plus(Duration.ofMinutes(2)), Duration.ofMinutes(6)))
        .contains(NOW.plus(Duration.ofMinutes(2)));
    assertThat(EstimatedEnd.rewrite(Optional.empty(), Optional.of(NOW), NOW)).contains(NOW);
    assertThat(EstimatedEnd.rewrite(Optional.of(NOW), Optional.empty(), NOW)).contains(NOW);
  }

  private static Optional<Instant> rewritten(Instant recorded, Duration estimate) {
    return EstimatedEnd.rewrite(Optional.of(recorded), Optional.of(NOW.plus(estimate)), NOW);
  }
}
