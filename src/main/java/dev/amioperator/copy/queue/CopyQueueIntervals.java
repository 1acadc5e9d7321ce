package dev.amioperator.copy.queue;

import java.time.Duration;

/**
 * Intervals of the copy queue and its EC2 reads, each with its reason.
 *
 * @param shortestPoll between two reads of a region: a twentieth of the quickest copies
 * @param longestPoll between two reads of a region whose copies are overdue
 * @param reservation how long an object may take from its admission to its call of CopyImage
 * @param visibility how long EC2 may not list a new image: its reads are eventually consistent
 * @param staleAfter how old a list of pending images may be when a copy is admitted: other clusters
 *     copy into the same account
 * @param refusalPause until a refused call is repeated in a region where no copy could end
 * @param longestPause the most that repeated refusals extend this pause to
 * @param probe until a learned limit is tried again
 */
public record CopyQueueIntervals(
    Duration shortestPoll,
    Duration longestPoll,
    Duration reservation,
    Duration visibility,
    Duration staleAfter,
    Duration refusalPause,
    Duration longestPause,
    Duration probe) {

  /** The intervals for AWS. */
  public static final CopyQueueIntervals DEFAULT =
      new CopyQueueIntervals(
          Duration.ofSeconds(3),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(16),
          Duration.ofMinutes(30));

  /** The intervals for an accelerated simulator. */
  public CopyQueueIntervals dividedBy(double speedFactor) {
    return new CopyQueueIntervals(
        divide(shortestPoll, speedFactor),
        divide(longestPoll, speedFactor),
        // The operator itself is not accelerated, nor is the visibility of its own calls.
        reservation,
        visibility,
        divide(staleAfter, speedFactor),
        divide(refusalPause, speedFactor),
        divide(longestPause, speedFactor),
        divide(probe, speedFactor));
  }

  private static Duration divide(Duration interval, double factor) {
    return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() / factor)));
  }
}
