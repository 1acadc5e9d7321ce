package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.SnapshotLock;
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
final class RecycleBinResponses {
  private RecycleBinResponses() {}

  static List<RecycleBinEntry> images(ListImagesInRecycleBinResponse answer) {
    return answer.images().stream()
        .map(
            image ->
                new RecycleBinEntry(
                    image.imageId(),
                    Optional.ofNullable(image.name()).orElse(""),
                    Optional.ofNullable(image.recycleBinExitTime())))
        .toList();
  }

  static List<RecycleBinEntry> snapshots(ListSnapshotsInRecycleBinResponse answer) {
    return answer.snapshots().stream()
        .map(
            snapshot ->
                new RecycleBinEntry(
                    snapshot.snapshotId(), "", Optional.ofNullable(snapshot.recycleBinExitTime())))
        .toList();
  }

  static Map<String, DeleteSnapshotResult> deleteSnapshotResults(
      List<DeleteSnapshotReturnCode> codes) {
    return codes.stream()
        .collect(
            Collectors.toMap(
                DeleteSnapshotReturnCode::snapshotId,
                code -> deleteSnapshotResult(code.returnCode())));
  }

  private static DeleteSnapshotResult deleteSnapshotResult(SnapshotReturnCodes code) {
    return switch (code) {
      case null -> DeleteSnapshotResult.UNKNOWN;
      case SUCCESS -> DeleteSnapshotResult.SUCCESS;
      case SKIPPED -> DeleteSnapshotResult.SKIPPED;
      case MISSING_PERMISSIONS -> DeleteSnapshotResult.MISSING_PERMISSIONS;
      case INTERNAL_ERROR -> DeleteSnapshotResult.INTERNAL_ERROR;
      case CLIENT_ERROR -> DeleteSnapshotResult.CLIENT_ERROR;
      case UNKNOWN_TO_SDK_VERSION -> DeleteSnapshotResult.UNKNOWN;
    };
  }

  /** Those in force: EC2 goes on telling of locks that ended. */
  static List<SnapshotLock> snapshotLocks(List<LockedSnapshotsInfo> locks) {
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
