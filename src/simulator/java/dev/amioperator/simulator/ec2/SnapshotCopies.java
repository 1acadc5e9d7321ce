package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;

/**
 * Snapshot copies into the caller's region, for CopyImage and CopySnapshot: quota, encryption and
 * duration.
 */
final class SnapshotCopies {
  private final Region sourceRegion;
  private final boolean encrypted;
  private final String kmsKeyId;
  private final TimeBasedCopy timeBased;
  private final boolean keepsKeys;

  private SnapshotCopies(
      Region sourceRegion,
      boolean encrypted,
      String kmsKeyId,
      TimeBasedCopy timeBased,
      boolean keepsKeys) {
    this.sourceRegion = sourceRegion;
    this.encrypted = encrypted;
    this.kmsKeyId = kmsKeyId;
    this.timeBased = timeBased;
    this.keepsKeys = keepsKeys;
  }

  /** These copies as CopyImage makes them: own snapshots of the same region keep their keys. */
  SnapshotCopies keepingKeys() {
    return new SnapshotCopies(sourceRegion, encrypted, kmsKeyId, timeBased, true);
  }

  /**
   * Plans copies of snapshots; their quota is checked by {@link CopyQuotas}.
   *
   * @param minutes the completion duration of a time-based copy; null for a standard copy
   * @throws ApiError {@code InvalidParameterDependency}, {@code InvalidParameterValue}
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
    TimeBasedCopy timed =
        minutes == null ? null : TimeBasedCopy.plan(call, sourceRegion, sources, minutes);
    return new SnapshotCopies(sourceRegion, encrypted, kmsKeyId, timed, false);
  }

  private String keyFor(Call call, Snapshot source) {
    boolean keepsKey =
        keepsKeys
            && source.encryption().encrypted()
            && sourceRegion == call.region()
            && source.ownerId().equals(call.accountId());
    return kmsKeyId == null && keepsKey ? source.encryption().kmsKeyArn() : kmsKeyId;
  }

  /** Starts the copy of a snapshot. */
  Snapshot start(Call call, Snapshot source, String description) {
    EbsEncryption.EncryptionDecision encryptionDecision =
        EbsEncryption.decide(
            call, source.encryption(), sourceRegion, encrypted, keyFor(call, source));
    AsyncOperation.Failure failure =
        call.asyncFailure() != null ? call.asyncFailure() : encryptionDecision.failure();
    AsyncOperation making =
        timeBased == null
            ? AsyncOperation.lasting(call.now(), call.timing().snapshotDuration(source.sizeGib()))
            : timeBased.operation(call, source);
    Snapshot copy =
        new Snapshot(
            call.newId("snap"),
            call.accountId(),
            "vol-ffffffff",
            source.sizeGib(),
            description,
            encryptionDecision.encryption(),
            making.withFailure(failure),
            new Snapshot.CopyDetails(
                source.id(),
                sourceRegion.name(),
                timeBased == null ? null : timeBased.requested(source)));
    call.region().snapshots().add(copy);
    return copy;
  }
}
