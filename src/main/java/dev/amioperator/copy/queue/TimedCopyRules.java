package dev.amioperator.copy.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rules of EC2 for time-based image copies (SnapshotCopyCompletionDurationMinutes). Pure.
 *
 * <p>EBS user guide, "Time-based copies": 15 minutes to 48 hours, in increments of 15 minutes; at
 * most 500 MiB/s for each snapshot, and 2,000 MiB/s for all concurrent copies between two regions.
 * The throughput follows from "the size of the snapshot data", which may be far below the size of
 * the volume: so {@link #shortestForVolumes} explains a refusal of EC2, and refuses nothing itself.
 */
public final class TimedCopyRules {
  public static final Duration SHORTEST = Duration.ofMinutes(15);
  public static final Duration LONGEST = Duration.ofHours(48);
  public static final Duration STEP = Duration.ofMinutes(15);

  private static final long MIB_PER_GIB = 1024;
  private static final long MIB_PER_SECOND_PER_SNAPSHOT = 500;
  private static final long MIB_PER_SECOND = 2000;

  private TimedCopyRules() {}

  /** Why EC2 would refuse a duration for any image, if so. */
  public static Optional<String> refusal(Duration completeWithin) {
    boolean valid =
        completeWithin.compareTo(SHORTEST) >= 0
            && completeWithin.compareTo(LONGEST) <= 0
            && completeWithin.toMillis() % STEP.toMillis() == 0;
    return valid
        ? Optional.empty()
        : Optional.of(
            "completeWithin %dm is not possible: EC2 takes 15m to 48h, in steps of 15m. Set it to %dm."
                .formatted(completeWithin.toMinutes(), nearest(completeWithin).toMinutes()));
  }

  /** The next longer duration that EC2 takes, or the longest. */
  private static Duration nearest(Duration duration) {
    Duration rounded = roundUp(Math.max(0, duration.toSeconds()));
    return rounded.compareTo(LONGEST) > 0 ? LONGEST : rounded;
  }

  /** The shortest duration in which EC2 copies snapshots whose volumes are full. */
  public static Duration shortestForVolumes(List<Long> sizesGib) {
    long largest = sizesGib.stream().mapToLong(Long::longValue).max().orElse(0);
    long all = sizesGib.stream().mapToLong(Long::longValue).sum();
    return roundUp(
        Math.max(seconds(largest, MIB_PER_SECOND_PER_SNAPSHOT), seconds(all, MIB_PER_SECOND)));
  }

  private static long seconds(long sizeGib, long mibPerSecond) {
    return Math.ceilDiv(sizeGib * MIB_PER_GIB, mibPerSecond);
  }

  private static Duration roundUp(long seconds) {
    return STEP.multipliedBy(Math.max(1, Math.ceilDiv(seconds, STEP.toSeconds())));
  }
}
