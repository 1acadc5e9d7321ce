package dev.amioperator.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether an EC2 resource that is read by key exists.
 *
 * <p>EC2 is eventually consistent: absence is proven only by several reads that missed the resource
 * over the grace window.
 *
 * @param found the resource, if the latest read found it
 * @param missedSince when the first of consecutive reads missed it
 * @param misses how many consecutive reads missed it
 */
public record Presence<T>(Optional<T> found, Optional<Instant> missedSince, int misses) {

  /** The presence of a resource that EC2 lists: earlier misses no longer count. */
  public static <T> Presence<T> of(T resource) {
    return new Presence<>(Optional.of(resource), Optional.empty(), 0);
  }

  /**
   * The presence of a resource that EC2 does not list, after an earlier answer. If the clock was
   * set back since, the grace window starts again: its old start would never be reached.
   */
  public static <T> Presence<T> missed(Optional<Presence<T>> before, Instant readAt) {
    return new Presence<>(
        Optional.empty(),
        before
            .flatMap(Presence::missedSince)
            .filter(since -> !since.isAfter(readAt))
            .or(() -> Optional.of(readAt)),
        before.map(Presence::misses).orElse(0) + 1);
  }

  /** The resources that EC2 listed, by key. */
  static <T> Map<String, Presence<T>> byKey(
      List<T> listed, Function<T, String> key, BinaryOperator<T> prefer) {
    Map<String, Presence<T>> byKey = new HashMap<>();
    listed.stream()
        .collect(Collectors.toMap(key, Function.identity(), prefer))
        .forEach((k, resource) -> byKey.put(k, of(resource)));
    return byKey;
  }

  /** Discounts misses from before an owner's write, which may have created the resource. */
  public Presence<T> possiblyCreatedAt(Instant moment) {
    return new Presence<>(
        found, missedSince.map(since -> since.isBefore(moment) ? moment : since), misses);
  }

  /** Whether the resource is proven gone: missed twice or more, {@code grace} apart. */
  public boolean provenAbsent(Instant readAt, Duration grace) {
    return misses >= 2
        && missedSince.map(since -> !readAt.isBefore(since.plus(grace))).orElse(false);
  }

  /** When a read can prove the absence of a missed resource, at the earliest. */
  public Optional<Instant> absenceProvableAt(Duration grace) {
    return missedSince.map(since -> since.plus(grace));
  }
}
