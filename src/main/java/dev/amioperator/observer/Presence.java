package dev.amioperator.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Whether one thing, asked for by id, is there. EC2 is eventually consistent: absence counts as
 * proven only when it was missed more than once and for longer than the grace window.
 *
 * @param found the thing, when the last look-up showed it
 * @param missedSince when the first of an unbroken row of look-ups missed it
 * @param misses how many look-ups in a row missed it
 */
public record Presence<T>(Optional<T> found, Optional<Instant> missedSince, int misses) {

  /** What a look-up says that showed the thing: whatever was missed before is forgiven. */
  public static <T> Presence<T> of(T thing) {
    return new Presence<>(Optional.of(thing), Optional.empty(), 0);
  }

  /** What a look-up says that missed the thing, after what the one before said, if any. */
  public static <T> Presence<T> missed(Optional<Presence<T>> before, Instant askedAt) {
    return new Presence<>(
        Optional.empty(),
        Optional.of(before.flatMap(Presence::missedSince).orElse(askedAt)),
        before.map(Presence::misses).orElse(0) + 1);
  }

  /** What EC2 listed, by key. */
  static <T> Map<String, Presence<T>> byKey(
      List<T> listed, Function<T, String> key, BinaryOperator<T> prefer) {
    return listed.stream().collect(Collectors.groupingBy(key, preferring(prefer)));
  }

  private static <T> Collector<T, ?, Presence<T>> preferring(BinaryOperator<T> prefer) {
    return Collectors.collectingAndThen(
        Collectors.reducing(prefer), found -> Presence.of(found.orElseThrow()));
  }

  /** What a look-up says for one who may have made the thing at a moment: no miss before counts. */
  public Presence<T> possiblyCreatedAt(Instant moment) {
    return new Presence<>(
        found, missedSince.map(since -> since.isBefore(moment) ? moment : since), misses);
  }

  /** Whether it is gone beyond doubt: missed at least twice, {@code grace} or longer apart. */
  public boolean provenAbsent(Instant askedAt, Duration grace) {
    return misses >= 2
        && missedSince.map(since -> !askedAt.isBefore(since.plus(grace))).orElse(false);
  }
}
