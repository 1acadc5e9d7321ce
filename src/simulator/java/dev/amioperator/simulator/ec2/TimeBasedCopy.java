package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time-based copies of snapshots, according to the EBS user guide. Each copy takes the throughput
 * that it needs to end in time; copies between two regions share a quota. A copy with less
 * throughput takes longer; a copy with none is refused.
 *
 * @param minutes the requested duration
 * @param slowdown factor by which the copy takes longer
 */
record TimeBasedCopy(int minutes, double slowdown) {
  private static final int MIN_MINUTES = 15;
  private static final int MAX_MINUTES = 48 * 60;
  private static final int MAX_MIB_PER_SECOND = 500;

  /** Throughput in MiB/s below which the copy quota counts as used up, because of rounding. */
  private static final double MIN_FREE_MIB_PER_SECOND = 0.001;

  /**
   * Plans a time-based copy of snapshots and checks its quota.
   *
   * @throws ApiError {@code InvalidParameterValue}; {@code ResourceLimitExceeded} if the quota
   *     between the regions is used up
   */
  static TimeBasedCopy plan(Call call, Region sourceRegion, List<Snapshot> sources, long minutes) {
    checkDuration(minutes, sources);
    double needed =
        sources.stream()
            .mapToDouble(source -> mibPerSecond(source, Duration.ofMinutes(minutes)))
            .sum();
    int quota = call.cloudState().quotas().snapshotCopyMibPerSecond();
    double used =
        runningCopies(call)
            .filter(copy -> copy.copyDetails().sourceRegion().equals(sourceRegion.name()))
            .mapToDouble(copy -> copy.copyDetails().timeBased().mibPerSecond())
            .sum();
    if (quota - used < MIN_FREE_MIB_PER_SECOND) {
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
    return new TimeBasedCopy((int) minutes, Math.max(1, needed / (quota - used)));
  }

  /** Requested duration and throughput of a snapshot copy. */
  Snapshot.TimeBased requested(Snapshot source) {
    return new Snapshot.TimeBased(minutes, mibPerSecond(source, actualDuration()));
  }

  /** Copy operation of a snapshot. It waits for an earlier time-based copy of the same snapshot. */
  AsyncOperation operation(Call call, Snapshot source) {
    Instant begin =
        runningCopies(call)
            .filter(copy -> copy.copyDetails().sourceId().equals(source.id()))
            .map(copy -> copy.creation().end())
            .max(Comparator.naturalOrder())
            .orElse(call.now());
    return new AsyncOperation(call.now(), begin.plus(actualDuration()), null);
  }

  private Duration actualDuration() {
    return Duration.ofMillis(Math.round(Duration.ofMinutes(minutes).toMillis() * slowdown));
  }

  private static Stream<Snapshot> runningCopies(Call call) {
    return call.region().snapshots().ownedBy(call.accountId()).values().stream()
        .filter(copy -> copy.copyInProgress(call.now()) && copy.copyDetails().timeBased() != null);
  }

  private static double mibPerSecond(Snapshot source, Duration duration) {
    return source.sizeGib() * 1024_000.0 / duration.toMillis();
  }

  private static void checkDuration(long minutes, List<Snapshot> sources) {
    if (minutes < MIN_MINUTES || minutes > MAX_MINUTES || minutes % MIN_MINUTES != 0) {
      throw invalidDuration(
          minutes, "It must be between 15 and 2880 minutes, in increments of 15.");
    }
    for (Snapshot source : sources) {
      if (mibPerSecond(source, Duration.ofMinutes(minutes)) > MAX_MIB_PER_SECOND) {
        throw invalidDuration(
            minutes,
            "Snapshot "
                + source.id()
                + " cannot be copied faster than "
                + MAX_MIB_PER_SECOND
                + " MiB/s.");
      }
    }
  }

  private static ApiError invalidDuration(long minutes, String why) {
    return Ec2Errors.invalidValue(minutes, "snapshotCopyCompletionDurationMinutes", why);
  }
}
