package dev.amioperator.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an answer of the observer may be.
 *
 * @param now the moment of the reconcile
 * @param since when the first question of this round was asked; see {@link Rounds}
 * @param settled whether all was well at the last look: then the shared scan is new enough, and the
 *     object costs EC2 nothing of its own
 */
public record Freshness(Instant now, Instant since, boolean settled) {
  /** Three scans of the default interval: one may fail without anybody asking for more. */
  private static final Duration SETTLED = Duration.ofMinutes(3);

  /** While something is under way; questions of many objects meet in one call. */
  private static final Duration MOVING = Duration.ofSeconds(4);

  /** Permissions cost a call an image, so they are looked at once an hour or so, spread out. */
  private static final Duration PERMISSIONS = Duration.ofHours(1);

  /** A search may cost pages, and what it finds changes by the day. */
  private static final Duration SEARCHES = Duration.ofMinutes(10);

  /** A search is repeated slowly once something is found. */
  public Instant ofSearches() {
    return settled ? since.minus(SEARCHES) : ofImages();
  }

  public Instant ofImages() {
    return since.minus(settled ? SETTLED : MOVING);
  }

  /** Spread over half an hour by the image's id, so that images do not come due together. */
  public Instant ofPermissions(String imageId) {
    return since
        .minus(PERMISSIONS)
        .minusSeconds(Math.floorMod(imageId.hashCode(), Duration.ofMinutes(30).toSeconds()));
  }
}
