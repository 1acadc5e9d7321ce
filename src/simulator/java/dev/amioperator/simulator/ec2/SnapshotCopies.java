package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Maturing;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;

/**
 * Copies of snapshots into the caller's region: quota, encryption and duration, for CopyImage and
 * CopySnapshot alike.
 */
final class SnapshotCopies {
  private final Region sourceRegion;
  private final boolean encrypted;
  private final String kmsKeyId;
  private final TimedCopies timed;

  private SnapshotCopies(
      Region sourceRegion, boolean encrypted, String kmsKeyId, TimedCopies timed) {
    this.sourceRegion = sourceRegion;
    this.encrypted = encrypted;
    this.kmsKeyId = kmsKeyId;
    this.timed = timed;
  }

  /**
   * Checks that these snapshots may be copied now, and how.
   *
   * @param minutes the completion duration of a time-based copy; null for a standard one
   * @throws ApiError {@code ResourceLimitExceeded}, {@code InvalidParameterDependency}, {@code
   *     InvalidParameterValue}
   */
  static SnapshotCopies plan(
      Call call,
      Region sourceRegion,
      List<Snapshot> sources,
      boolean encrypted,
      String kmsKeyId,
      Long minutes) {
    if (kmsKeyId != null && !encrypted) {
      throw new ApiError(
          "InvalidParameterDependency",
          "The parameter [KmsKeyId] requires the parameter Encrypted to be set.");
    }
    TimedCopies timed =
        minutes == null ? null : TimedCopies.plan(call, sourceRegion, sources, minutes);
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
    return new SnapshotCopies(sourceRegion, encrypted, kmsKeyId, timed);
  }

  /** Starts one of the copies. */
  Snapshot start(Call call, Snapshot source, String description) {
    Encryptions.Outcome outcome =
        Encryptions.decide(call, source.encryption(), sourceRegion, encrypted, kmsKeyId);
    Maturing.Failure failure =
        call.laterFailure() != null ? call.laterFailure() : outcome.failure();
    Maturing making =
        timed == null
            ? Maturing.over(call.now(), call.timing().ofSnapshot(source.sizeGib()))
            : timed.making(call, source);
    Snapshot copy =
        new Snapshot(
            call.newId("snap"),
            call.accountId(),
            "vol-ffffffff",
            source.sizeGib(),
            description,
            outcome.encryption(),
            making.failing(failure),
            new Snapshot.Copying(
                source.id(), sourceRegion.name(), timed == null ? null : timed.of(source)));
    call.region().snapshots().add(copy);
    return copy;
  }
}
