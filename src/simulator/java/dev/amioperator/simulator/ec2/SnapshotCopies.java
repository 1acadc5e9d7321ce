package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.List;

/**
 * Copies of snapshots into the caller's region: quota, encryption and duration, for CopyImage and
 * CopySnapshot alike.
 */
final class SnapshotCopies {
  private static final int MIB_PER_SECOND = 500;

  private final boolean encrypted;
  private final String kmsKeyId;
  private final Integer completionMinutes;

  private SnapshotCopies(boolean encrypted, String kmsKeyId, Integer completionMinutes) {
    this.encrypted = encrypted;
    this.kmsKeyId = kmsKeyId;
    this.completionMinutes = completionMinutes;
  }

  /**
   * Checks that these snapshots may be copied now, and how.
   *
   * @param minutes the completion duration of a time-based copy; null for a standard one
   * @throws ApiError {@code ResourceLimitExceeded}, {@code InvalidParameterDependency}, {@code
   *     InvalidParameterValue}
   */
  static SnapshotCopies plan(
      Call call, List<Snapshot> sources, boolean encrypted, String kmsKeyId, Long minutes) {
    if (kmsKeyId != null && !encrypted) {
      throw new ApiError(
          "InvalidParameterDependency",
          "The parameter [KmsKeyId] requires the parameter Encrypted to be set.");
    }
    if (minutes != null) {
      checkDuration(minutes, sources);
    }
    long running =
        call.region().snapshots().ownedBy(call.accountId()).values().stream()
            .filter(snapshot -> snapshot.copyInProgress(call.now()))
            .count();
    int limit = call.world().quotas().snapshotCopies();
    if (running + sources.size() > limit) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "Too many snapshot copies in progress. The limit is "
              + limit
              + " for this destination region.");
    }
    return new SnapshotCopies(
        encrypted, kmsKeyId, minutes == null ? null : Math.toIntExact(minutes));
  }

  /** Starts one of the copies. */
  Snapshot start(Call call, Region sourceRegion, Snapshot source, String description) {
    Duration duration =
        completionMinutes == null
            ? call.timing().ofSnapshot(source.sizeGib())
            : Duration.ofMinutes(completionMinutes);
    Encryptions.Outcome outcome =
        Encryptions.decide(call, source.encryption(), sourceRegion, encrypted, kmsKeyId);
    Maturing.Failure failure =
        call.laterFailure() != null ? call.laterFailure() : outcome.failure();
    Snapshot copy =
        new Snapshot(
            call.newId("snap"),
            call.accountId(),
            "vol-ffffffff",
            source.sizeGib(),
            description,
            outcome.encryption(),
            Maturing.over(call.now(), duration).failing(failure),
            new Snapshot.Copying(completionMinutes));
    call.region().snapshots().add(copy);
    return copy;
  }

  private static void checkDuration(long minutes, List<Snapshot> sources) {
    if (minutes < 15 || minutes > 48 * 60 || minutes % 15 != 0) {
      throw Errors.invalidValue(
          minutes,
          "snapshotCopyCompletionDurationMinutes",
          "It must be between 15 and 2880 minutes, in increments of 15.");
    }
    for (Snapshot source : sources) {
      long seconds = source.sizeGib() * 1024L / MIB_PER_SECOND;
      if (seconds > minutes * 60) {
        throw Errors.invalidValue(
            minutes,
            "snapshotCopyCompletionDurationMinutes",
            "Snapshot "
                + source.id()
                + " cannot be copied faster than "
                + MIB_PER_SECOND
                + " MiB/s.");
      }
    }
  }
}
