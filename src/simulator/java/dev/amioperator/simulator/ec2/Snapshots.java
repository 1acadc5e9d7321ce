package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.RecycleBin;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;

/** CreateSnapshot and DeleteSnapshot. */
public final class Snapshots {
  /**
   * CreateSnapshot, of a volume of an instance of the caller.
   *
   * @throws ApiError {@code InvalidVolume.NotFound}
   */
  public CreateSnapshotResponse create(Call call, CreateSnapshotRequest request) {
    Volume volume = volume(call, request.volumeId());
    Map<String, String> tags =
        TagRules.tagsFor(request.tagSpecifications(), "snapshot", Set.of("snapshot"));
    call.authorizeCreate("snapshot", tags);
    call.checkDryRun();
    Snapshot snapshot =
        new Snapshot(
            call.newId("snap"),
            call.accountId(),
            volume.id(),
            volume.sizeGib(),
            request.description() == null ? "" : request.description(),
            volume.encryption(),
            AsyncOperation.lasting(call.now(), call.timing().snapshotDuration(volume.sizeGib()))
                .withFailure(call.asyncFailure()),
            null);
    call.region().snapshots().add(snapshot);
    tags.forEach((k, v) -> call.region().snapshots().tag(snapshot, k, v));
    return PojoMaps.copy(DescribeSnapshots.show(call, snapshot), CreateSnapshotResponse.builder())
        .progress("")
        .build();
  }

  /**
   * DeleteSnapshot.
   *
   * @throws ApiError {@code InvalidSnapshot.NotFound}, {@code InvalidSnapshot.InUse}, also for a
   *     moment after the last image was deregistered, {@code OperationNotPermitted} while locked
   */
  public DeleteSnapshotResponse delete(Call call, DeleteSnapshotRequest request) {
    Snapshot snapshot = ResourceLookup.ownSnapshot(call, request.snapshotId());
    checkUnused(call, snapshot);
    Ec2Errors.checkNotOfBackup(snapshot);
    if (snapshot.locked(call.now())) {
      throw Ec2Errors.operationNotPermitted("The snapshot '" + snapshot.id() + "' is locked");
    }
    call.checkDryRun();
    remove(call, snapshot);
    return DeleteSnapshotResponse.builder().build();
  }

  /** Removes a snapshot from the region, to the Recycle Bin if a rule applies. */
  static void remove(Call call, Snapshot snapshot) {
    call.region().snapshots().remove(snapshot.id());
    RecycleBin bin = call.region().recycleBin();
    bin.retention(snapshot).ifPresent(retention -> bin.put(snapshot, call.now(), retention));
    call.recordDeleted(snapshot.id());
  }

  private static void checkUnused(Call call, Snapshot snapshot) {
    List<String> users = call.region().imagesUsing(snapshot.id());
    if (!users.isEmpty()) {
      throw inUse(snapshot, users.getFirst());
    }
    Snapshot.Release release = snapshot.release();
    if (release != null && call.now().isBefore(release.at().plus(call.timing().release()))) {
      throw inUse(snapshot, release.imageId());
    }
  }

  private static ApiError inUse(Snapshot snapshot, String imageId) {
    return new ApiError(
        "InvalidSnapshot.InUse",
        "The snapshot " + snapshot.id() + " is currently in use by " + imageId);
  }

  private static Volume volume(Call call, String id) {
    if (id == null || id.isEmpty()) {
      throw Ec2Errors.missingParameter("VolumeId");
    }
    return Volumes.find(call, id).volume();
  }
}
