package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Binned;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ec2.SnapshotResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.LockState;
import software.amazon.awssdk.services.ec2.model.LockedSnapshotsInfo;
import software.amazon.awssdk.services.ec2.model.SnapshotReturnCodes;

/** The answers about what was deleted and what cannot be, as the operator's records. */
final class EndAnswers {
  private EndAnswers() {}

  static List<Binned> images(ListImagesInRecycleBinResponse answer) {
    return answer.images().stream()
        .map(
            image ->
                new Binned(
                    image.imageId(),
                    Optional.ofNullable(image.name()).orElse(""),
                    Optional.ofNullable(image.recycleBinExitTime())))
        .toList();
  }

  static List<Binned> snapshots(ListSnapshotsInRecycleBinResponse answer) {
    return answer.snapshots().stream()
        .map(
            snapshot ->
                new Binned(
                    snapshot.snapshotId(), "", Optional.ofNullable(snapshot.recycleBinExitTime())))
        .toList();
  }

  static Map<String, SnapshotResult> results(List<DeleteSnapshotReturnCode> codes) {
    return codes.stream()
        .collect(
            Collectors.toMap(
                DeleteSnapshotReturnCode::snapshotId, code -> result(code.returnCode())));
  }

  private static SnapshotResult result(SnapshotReturnCodes code) {
    return switch (code) {
      case null -> SnapshotResult.UNKNOWN;
      case SUCCESS -> SnapshotResult.SUCCESS;
      case SKIPPED -> SnapshotResult.SKIPPED;
      case MISSING_PERMISSIONS -> SnapshotResult.MISSING_PERMISSIONS;
      case INTERNAL_ERROR -> SnapshotResult.INTERNAL_ERROR;
      case CLIENT_ERROR -> SnapshotResult.CLIENT_ERROR;
      case UNKNOWN_TO_SDK_VERSION -> SnapshotResult.UNKNOWN;
    };
  }

  /** Those in force: EC2 goes on telling of locks that ended. */
  static List<SnapshotLock> locks(List<LockedSnapshotsInfo> locks) {
    return locks.stream()
        .filter(lock -> lock.lockState() != LockState.EXPIRED)
        .map(
            lock ->
                new SnapshotLock(
                    lock.snapshotId(),
                    String.valueOf(lock.lockStateAsString()),
                    Optional.ofNullable(lock.lockExpiresOn())))
        .toList();
  }
}
