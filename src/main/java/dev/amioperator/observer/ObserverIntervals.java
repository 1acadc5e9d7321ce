package dev.amioperator.observer;

import java.time.Duration;

/**
 * Intervals of the observer's EC2 scans and query batches.
 *
 * @param scanInterval between two scans of a region, give or take a tenth
 * @param scanWhileAskedWithin a region without queries for this long is not scanned
 * @param batchIdle a batch is sent when no query came for this long
 * @param batchAtMost a batch is sent at the latest after this long
 */
public record ObserverIntervals(
    Duration scanInterval,
    Duration scanWhileAskedWithin,
    Duration batchIdle,
    Duration batchAtMost) {

  public ObserverIntervals {
    requirePositive("scanInterval", scanInterval);
    requirePositive("scanWhileAskedWithin", scanWhileAskedWithin);
    requirePositive("batchIdle", batchIdle);
    requirePositive("batchAtMost", batchAtMost);
  }

  private static void requirePositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be longer than " + duration);
    }
  }
}
