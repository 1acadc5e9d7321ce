package dev.amioperator.copy.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Durations of image copies into a region, learned from those that ended. Pure.
 *
 * <p>A line over the size, fitted to copies with exponentially falling weights: a base, and seconds
 * per GiB. Another size than the mean may differ as much as its size. The end of a copy is known
 * only to lie between two reads of EC2.
 *
 * @param weight of the learned copies
 * @param size weighted sum of their sizes
 * @param seconds weighted sum of their durations
 * @param squaredSize weighted sum of the squares of their sizes
 * @param product weighted sum of size times duration
 * @param deviation mean error of the estimates, as a part of the duration
 */
record CopyDurations(
    double weight,
    double size,
    double seconds,
    double squaredSize,
    double product,
    double deviation) {
  static final CopyDurations UNKNOWN = new CopyDurations(0, 0, 0, 0, 0, 1);

  /** Copies further back than about this many have no influence. */
  private static final double MEMORY = 10;

  private static final double DECAY = 1 - 1 / MEMORY;

  /** Errors beyond this factor are bounded by it: a single stuck copy says little. */
  private static final double OUTLIER = 2;

  /** A copy found complete at the first read ended somewhat earlier. */
  private static final double EARLIER = 0.997;

  /** A copy found pending at a read ended somewhat later, as a part of its duration. */
  private static final double LATER = 0.02;

  private static final double MAX_LEAD = 0.1;

  private static final double MIN_VARIANCE = 1e-6;

  /** A size that differs by more than this factor from the only one that is known. */
  private static final double OTHER_SIZE = 1.5;

  boolean known() {
    return weight > 0;
  }

  /** The expected duration of a copy of this size. */
  Optional<Duration> estimate(long sizeGib) {
    return known()
        ? Optional.of(Duration.ofMillis(Math.round(1000 * secondsFor(sizeGib))))
        : Optional.empty();
  }

  /** Whether only copies of another size are known, which tell little of this one. */
  boolean guess(long sizeGib) {
    double ratio = sizeGib * weight / Math.max(1, size);
    return known() && !variedSizes() && (ratio > OTHER_SIZE || ratio < 1 / OTHER_SIZE);
  }

  /** By which part of its duration a copy may end earlier than estimated. */
  double lead() {
    return Math.clamp(deviation, 0, MAX_LEAD);
  }

  private double secondsFor(long sizeGib) {
    double meanSize = size / weight;
    double mean = seconds / weight;
    if (!variedSizes()) {
      return mean;
    }
    double perGib = Math.max(0, (product / weight - meanSize * mean) / variance());
    double base = Math.max(0, mean - perGib * meanSize);
    return Math.max(mean / 100, base + perGib * sizeGib);
  }

  private boolean variedSizes() {
    double meanSize = size / weight;
    return variance() >= MIN_VARIANCE * Math.max(1, meanSize * meanSize);
  }

  private double variance() {
    double meanSize = size / weight;
    return squaredSize / weight - meanSize * meanSize;
  }

  /**
   * The durations after a copy ended.
   *
   * @param atLeast after which time EC2 last listed it as pending; zero: never
   * @param atMost after which time EC2 no longer did
   */
  CopyDurations learn(long sizeGib, Duration atLeast, Duration atMost) {
    double upper = Math.max(0.001, atMost.toMillis() / 1000.0);
    double lower = atLeast.toMillis() / 1000.0;
    if (!known()) {
      double observed = lower > 0 ? (lower + upper) / 2 : upper * EARLIER;
      return add(sizeGib, observed, relativeBracket(lower, upper));
    }
    double expected = secondsFor(sizeGib);
    // Two reads far apart say little: an estimate between them is neither confirmed nor refuted.
    double observed = observed(expected, lower, upper);
    double error = Math.abs(observed - expected) / expected;
    double larger = Math.max(1, sizeGib / Math.max(1, size / weight));
    double smaller = Math.max(1, size / weight / Math.max(1, sizeGib));
    double bounded =
        Math.clamp(observed, expected / OUTLIER / smaller, expected * OUTLIER * larger);
    return decayed().add(sizeGib, bounded, DECAY * deviation + (1 - DECAY) * Math.min(1, error));
  }

  /** The durations after a copy that EC2 no longer listed as pending at a time. */
  CopyDurations learn(CopyInFlight copy, Instant endedBefore) {
    if (copy.startedAt().isEmpty() || copy.completeWithin().isPresent()) {
      return this;
    }
    Instant start = copy.startedAt().get();
    return learn(
        copy.sizeGib(),
        copy.listed() ? Duration.between(start, copy.pendingAt()) : Duration.ZERO,
        Duration.between(start, endedBefore));
  }

  private static double observed(double expected, double lower, double upper) {
    double least = lower > 0 ? lower + Math.min((upper - lower) / 2, upper * LATER) : 0;
    return Math.clamp(expected, least, Math.max(least, upper * EARLIER));
  }

  private static double relativeBracket(double lower, double upper) {
    return lower > 0 ? (upper - lower) / upper : 1;
  }

  private CopyDurations decayed() {
    return new CopyDurations(
        DECAY * weight,
        DECAY * size,
        DECAY * seconds,
        DECAY * squaredSize,
        DECAY * product,
        deviation);
  }

  private CopyDurations add(long sizeGib, double observed, double newDeviation) {
    double x = sizeGib;
    return new CopyDurations(
        weight + 1,
        size + x,
        seconds + observed,
        squaredSize + x * x,
        product + x * observed,
        newDeviation);
  }
}
