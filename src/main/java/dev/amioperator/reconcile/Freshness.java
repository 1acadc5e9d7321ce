package dev.amioperator.reconcile;

import dev.amioperator.observer.Query;
import java.time.Duration;
import java.time.Instant;

/**
 * Maximum age of EC2 reads for the decision on an object.
 *
 * @param now the time of the reconcile
 * @param startedAt when the first read of the decision was requested; see {@link DecisionFreshness}
 * @param settled whether the object was Ready: then the shared scan is fresh enough, and the object
 *     causes no EC2 calls of its own
 * @param permissionsInterval between two reads of permissions, which take a call per image
 */
public record Freshness(
    Instant now, Instant startedAt, boolean settled, Duration permissionsInterval) {
  /** Three scans of the default interval: a scan may fail without extra reads. */
  private static final Duration MAX_AGE_SETTLED = Duration.ofMinutes(3);

  /** While EC2 changes a resource. Long enough for queries of many objects to share a call. */
  private static final Duration MAX_AGE_CHANGING = Duration.ofSeconds(4);

  /** Objects that are created one after the other share a scan: EC2 itself refuses a taken name. */
  private static final Duration MAX_AGE_NAMES = Duration.ofSeconds(70);

  /** A search may take several pages, and its result changes by the day. */
  private static final Duration MAX_AGE_SEARCH = Duration.ofMinutes(10);

  /** A region takes AWS minutes to hours to enable. */
  private static final Duration MAX_AGE_REGIONS = Duration.ofHours(1);

  /** The earliest read of EC2 that a query accepts. */
  Instant notBefore(Query<?> query) {
    return switch (query.frequency()) {
      case SCAN -> imagesNotBefore();
      case NAMES -> startedAt.minus(MAX_AGE_NAMES);
      case PERMISSIONS -> permissionsNotBefore(query.key());
      case PERMISSIONS_ONCE_SETTLED ->
          settled ? permissionsNotBefore(query.key()) : imagesNotBefore();
      case REGIONS -> startedAt.minus(MAX_AGE_REGIONS);
      case SEARCH -> settled ? startedAt.minus(MAX_AGE_SEARCH) : imagesNotBefore();
    };
  }

  /** The earliest read that is accepted of resources in a scan of EC2. */
  public Instant imagesNotBefore() {
    return startedAt.minus(settled ? MAX_AGE_SETTLED : MAX_AGE_CHANGING);
  }

  /** Adds up to half the interval, by the id, so that images spread over time. */
  private Instant permissionsNotBefore(String id) {
    long half = permissionsInterval.toMillis() / 2;
    return startedAt
        .minus(permissionsInterval)
        .minusMillis(half == 0 ? 0 : Math.floorMod(id.hashCode(), half));
  }
}
