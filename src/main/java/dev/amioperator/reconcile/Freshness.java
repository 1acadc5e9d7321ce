package dev.amioperator.reconcile;

import dev.amioperator.observer.Query;
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
  /** Three scans of the default interval: a scan may fail without extra reads. */
  private static final Duration MAX_AGE_SETTLED = Duration.ofMinutes(3);

  /** While something is under way; queries of many objects meet in a call. */
  private static final Duration MAX_AGE_CHANGING = Duration.ofSeconds(4);

  /** A search may cost pages, and what it finds changes by the day. */
  private static final Duration MAX_AGE_SEARCH = Duration.ofMinutes(10);

  /** The oldest answer that counts for a query. */
  Instant notBefore(Query<?> query) {
    return switch (query.frequency()) {
      case SCAN -> imagesNotBefore();
      case PERMISSIONS -> permissionsNotBefore(query.key());
      case PERMISSIONS_ONCE_SETTLED ->
          settled ? permissionsNotBefore(query.key()) : imagesNotBefore();
      case SEARCH -> searchesNotBefore();
    };
  }

  /** A search is repeated slowly once something is found. */
  private Instant searchesNotBefore() {
    return settled ? startedAt.minus(MAX_AGE_SEARCH) : imagesNotBefore();
  }

  /** The oldest answer that counts for what a scan shows. */
  public Instant imagesNotBefore() {
    return startedAt.minus(settled ? MAX_AGE_SETTLED : MAX_AGE_CHANGING);
  }

  /** Up to half as old again, by the id, so that images do not come due together. */
  private Instant permissionsNotBefore(String id) {
    long half = permissionsInterval.toMillis() / 2;
    return startedAt
        .minus(permissionsInterval)
        .minusMillis(half == 0 ? 0 : Math.floorMod(id.hashCode(), half));
  }
}
