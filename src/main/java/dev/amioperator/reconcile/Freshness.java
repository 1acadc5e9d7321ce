package dev.amioperator.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an answer of the observer may be.
 *
 * @param now the moment of the reconcile
 * @param startedAt when the first question of this round was asked; see {@link DecisionFreshness}
 * @param settled whether all was well at the last look: then the shared scan is new enough, and the
 *     object costs EC2 nothing of its own
 * @param permissionsInterval how seldom permissions are looked at, which cost a call an image
 */
public record Freshness(
    Instant now, Instant startedAt, boolean settled, Duration permissionsInterval) {
  /** Three scans of the default interval: one may fail without anybody asking for more. */
  private static final Duration MAX_AGE_SETTLED = Duration.ofMinutes(3);

  /** While something is under way; questions of many objects meet in one call. */
  private static final Duration MAX_AGE_CHANGING = Duration.ofSeconds(4);

  /** A search may cost pages, and what it finds changes by the day. */
  private static final Duration MAX_AGE_SEARCH = Duration.ofMinutes(10);

  /** A search is repeated slowly once something is found. */
  Instant searchesNotBefore() {
    return settled ? startedAt.minus(MAX_AGE_SEARCH) : imagesNotBefore();
  }

  public Instant imagesNotBefore() {
    return startedAt.minus(settled ? MAX_AGE_SETTLED : MAX_AGE_CHANGING);
  }

  /** What costs a call a thing: as seldom as permissions, but while all is not well. */
  Instant infrequentNotBefore(String id) {
    return settled ? permissionsNotBefore(id) : imagesNotBefore();
  }

  /** Up to half as old again, by the id, so that images do not come due together. */
  Instant permissionsNotBefore(String id) {
    long half = permissionsInterval.toMillis() / 2;
    return startedAt
        .minus(permissionsInterval)
        .minusMillis(half == 0 ? 0 : Math.floorMod(id.hashCode(), half));
  }
}
