package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.RecycleBin;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.SnapshotReturnCodes;

/** DeregisterImage, optionally with the snapshots behind the image. */
public final class DeregisterImages {

  /**
   * Deregisters an image. The response has a code per snapshot to delete.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code AuthFailure},
   *     {@code OperationNotPermitted} while protected
   */
  public DeregisterImageResponse deregister(Call call, DeregisterImageRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    if (image.protection().active(call.now())) {
      throw Ec2Errors.operationNotPermitted(
          "The AMI '"
              + image.id()
              + "' is protected from deregistration. Disable deregistration"
              + " protection to deregister it.");
    }
    Ec2Errors.checkNotOfBackup(image);
    call.checkDryRun();
    List<Snapshot> snapshots = snapshots(call, image);
    call.region().deregister(image, call.now());
    RecycleBin bin = call.region().recycleBin();
    bin.retention(image).ifPresent(retention -> bin.put(image, call.now(), retention));
    call.recordDeleted(image.id());
    snapshots.forEach(snapshot -> snapshot.release(new Snapshot.Release(image.id(), call.now())));
    var answer = DeregisterImageResponse.builder().returnValue(true);
    if (Boolean.TRUE.equals(request.deleteAssociatedSnapshots())) {
      answer.deleteSnapshotResults(
          snapshots.stream().map(snapshot -> delete(call, snapshot)).toList());
    }
    return answer.build();
  }

  private static List<Snapshot> snapshots(Call call, Image image) {
    return image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(Objects::nonNull)
        .distinct()
        .map(call.region().snapshots()::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private static DeleteSnapshotReturnCode delete(Call call, Snapshot snapshot) {
    SnapshotReturnCodes code = code(call, snapshot);
    if (code == SnapshotReturnCodes.SUCCESS) {
      Snapshots.remove(call, snapshot);
    }
    return DeleteSnapshotReturnCode.builder().snapshotId(snapshot.id()).returnCode(code).build();
  }

  private static SnapshotReturnCodes code(Call call, Snapshot snapshot) {
    if (!call.region().imagesUsing(snapshot.id()).isEmpty()) {
      return SnapshotReturnCodes.SKIPPED;
    }
    if (!snapshot.ownerId().equals(call.accountId())
        || !call.allowed("ec2:DeleteSnapshot", snapshot)) {
      return SnapshotReturnCodes.MISSING_PERMISSIONS;
    }
    return snapshot.locked(call.now())
        ? SnapshotReturnCodes.CLIENT_ERROR
        : SnapshotReturnCodes.SUCCESS;
  }
}
