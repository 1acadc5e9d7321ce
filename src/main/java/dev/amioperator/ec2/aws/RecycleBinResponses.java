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

/** Maps EC2's responses about deleted images and snapshots, and about snapshot locks. */
final class RecycleBinResponses {
  private RecycleBinResponses() {}

  static List<RecycleBinEntry> images(ListImagesInRecycleBinResponse response) {
    return response.images().stream()
        .map(
            image ->
                new RecycleBinEntry(
                    image.imageId(),
                    Responses.text(image.name()),
                    Optional.ofNullable(image.recycleBinExitTime())))
        .toList();
  }

  static List<RecycleBinEntry> snapshots(ListSnapshotsInRecycleBinResponse response) {
    return response.snapshots().stream()
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
                code -> Responses.toEnum(code.returnCode(), DeleteSnapshotResult.UNKNOWN)));
  }

  /** The snapshot locks in force: EC2 still lists locks that expired. */
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
