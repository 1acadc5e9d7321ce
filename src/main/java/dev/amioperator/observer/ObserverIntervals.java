package dev.amioperator.observer;

import java.time.Duration;

/**
 * How often the observer looks, and how long it gathers questions.
 *
 * @param scanInterval between two scans of a place, give or take a tenth
 * @param scanWhileAskedWithin a place that nobody asked about for this long is not scanned
 * @param batchIdle a batch goes out when no question came for this long
 * @param batchAtMost and at the latest after this long
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
