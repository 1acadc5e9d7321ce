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
 * Whether a resource of EC2, asked for by key, exists. EC2 is eventually consistent: absence counts
 * as proven only when it was missed more than once and for longer than the grace window.
 *
 * @param found the resource, when the last look-up showed it
 * @param missedSince when the first of an unbroken row of look-ups missed it
 * @param misses how many look-ups in a row missed it
 */
public record Presence<T>(Optional<T> found, Optional<Instant> missedSince, int misses) {

  /** The answer when EC2 shows the resource: earlier misses no longer count. */
  public static <T> Presence<T> of(T resource) {
    return new Presence<>(Optional.of(resource), Optional.empty(), 0);
  }

  /** The answer when EC2 does not show the resource, after the answer before, if any. */
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

  /** The same for an owner whose write may have made the resource: no earlier miss counts. */
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
