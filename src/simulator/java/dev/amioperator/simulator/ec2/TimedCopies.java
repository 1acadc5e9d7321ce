package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time-based copies, as the EBS user guide has them: each copy takes the throughput that it needs
 * to end in time, and what runs between two regions shares a quota. A copy that finds less than it
 * needs takes longer, one that finds nothing is refused.
 *
 * @param minutes the duration that was asked for
 * @param stretch how many times as long it takes
 */
record TimedCopies(int minutes, double stretch) {
  private static final int MIN_MINUTES = 15;
  private static final int MAX_MINUTES = 48 * 60;
  private static final int MIB_PER_SECOND = 500;

  /** Below this many MiB/s, nothing is left: the rest is rounding. */
  private static final double NOTHING = 0.001;

  /**
   * Checks the duration, and what it takes to keep it.
   *
   * @throws ApiError {@code InvalidParameterValue}; {@code ResourceLimitExceeded} if the quota
   *     between the regions is used up
   */
  static TimedCopies plan(Call call, Region sourceRegion, List<Snapshot> sources, long minutes) {
    checkDuration(minutes, sources);
    double needed =
        sources.stream()
            .mapToDouble(source -> mibPerSecond(source, Duration.ofMinutes(minutes)))
            .sum();
    int quota = call.world().quotas().snapshotCopyMibPerSecond();
    double used =
        running(call)
            .filter(copy -> copy.copying().sourceRegion().equals(sourceRegion.name()))
            .mapToDouble(copy -> copy.copying().timed().mibPerSecond())
            .sum();
    if (quota - used < NOTHING) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "The cumulative snapshot copy throughput quota of "
              + quota
              + " MiB/s from "
              + sourceRegion.name()
              + " to "
              + call.region().name()
              + " is used up.");
    }
    return new TimedCopies((int) minutes, Math.max(1, needed / (quota - used)));
  }

  /** What the copy of a snapshot asks for and takes. */
  Snapshot.Timed of(Snapshot source) {
    return new Snapshot.Timed(minutes, mibPerSecond(source, taken()));
  }

  /** When the copy of a snapshot ends. It waits for a time-based copy of the same snapshot. */
  Maturing making(Call call, Snapshot source) {
    Instant begin =
        running(call)
            .filter(copy -> copy.copying().sourceId().equals(source.id()))
            .map(copy -> copy.making().end())
            .max(Comparator.naturalOrder())
            .orElse(call.now());
    return new Maturing(call.now(), begin.plus(taken()), null);
  }

  private Duration taken() {
    return Duration.ofMillis(Math.round(Duration.ofMinutes(minutes).toMillis() * stretch));
  }

  private static Stream<Snapshot> running(Call call) {
    return call.region().snapshots().ownedBy(call.accountId()).values().stream()
        .filter(copy -> copy.copyInProgress(call.now()) && copy.copying().timed() != null);
  }

  private static double mibPerSecond(Snapshot source, Duration duration) {
    return source.sizeGib() * 1024_000.0 / duration.toMillis();
  }

  private static void checkDuration(long minutes, List<Snapshot> sources) {
    if (minutes < MIN_MINUTES || minutes > MAX_MINUTES || minutes % MIN_MINUTES != 0) {
      throw badDuration(minutes, "It must be between 15 and 2880 minutes, in increments of 15.");
    }
    for (Snapshot source : sources) {
      if (mibPerSecond(source, Duration.ofMinutes(minutes)) > MIB_PER_SECOND) {
        throw badDuration(
            minutes,
            "Snapshot "
                + source.id()
                + " cannot be copied faster than "
                + MIB_PER_SECOND
                + " MiB/s.");
      }
    }
  }

  private static ApiError badDuration(long minutes, String why) {
    return Errors.invalidValue(minutes, "snapshotCopyCompletionDurationMinutes", why);
  }
}
