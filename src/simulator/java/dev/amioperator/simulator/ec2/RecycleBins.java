package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.RecycleBin.RecycledResource;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Snapshot;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.ImageRecycleBinInfo;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.ListSnapshotsInRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreImageFromRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinRequest;
import software.amazon.awssdk.services.ec2.model.RestoreSnapshotFromRecycleBinResponse;
import software.amazon.awssdk.services.ec2.model.SnapshotRecycleBinInfo;

/** Images and snapshots in the Recycle Bin, and their restoration. */
public final class RecycleBins {
  private static final int MAX_IDS = 20;

  /** ListImagesInRecycleBin, at most 20 ids in a call. */
  public ListImagesInRecycleBinResponse listImages(
      Call call, ListImagesInRecycleBinRequest request) {
    ResourceLookup.checkImageIds(request.imageIds());
    Paging paging =
        new Paging(call, "ListImagesInRecycleBin", request.maxResults(), request.nextToken())
            .requireMinResults(1)
            .rejectWithIds(request.imageIds(), "imageIds");
    var own = own(call, call.region().recycleBin().images(), request.imageIds());
    List<String> missing = request.imageIds().stream().filter(id -> !own.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw Ec2Errors.imagesNotFound(missing);
    }
    Paging.Page<RecycledResource<Image>> page = paging.page(own, recycledResource -> true);
    return ListImagesInRecycleBinResponse.builder()
        .images(page.items().stream().map(RecycleBins::showImage).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** ListSnapshotsInRecycleBin, at most 20 ids in a call. */
  public ListSnapshotsInRecycleBinResponse listSnapshots(
      Call call, ListSnapshotsInRecycleBinRequest request) {
    Paging paging =
        new Paging(call, "ListSnapshotsInRecycleBin", request.maxResults(), request.nextToken())
            .requireMinResults(5)
            .rejectWithIds(request.snapshotIds(), "snapshotIds");
    var own = own(call, call.region().recycleBin().snapshots(), request.snapshotIds());
    for (String id : request.snapshotIds()) {
      if (!own.containsKey(id)) {
        throw Ec2Errors.snapshotNotFound(id);
      }
    }
    Paging.Page<RecycledResource<Snapshot>> page = paging.page(own, recycledResource -> true);
    return ListSnapshotsInRecycleBinResponse.builder()
        .snapshots(page.items().stream().map(RecycleBins::showSnapshot).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * RestoreImageFromRecycleBin. Snapshots in the bin have to be restored first.
   *
   * @throws ApiError {@code InvalidAMIID.NotFound}, {@code InvalidAMIName.Duplicate}, {@code
   *     InvalidSnapshot.NotFound}
   */
  public RestoreImageFromRecycleBinResponse restoreImage(
      Call call, RestoreImageFromRecycleBinRequest request) {
    String id = request.imageId();
    if (id == null) {
      throw Ec2Errors.missingParameter("ImageId");
    }
    ResourceLookup.checkImageIds(List.of(id));
    RecycledResource<Image> recycledResource = call.region().recycleBin().images().get(id);
    if (recycledResource == null
        || !recycledResource.resource().ownerId().equals(call.accountId())) {
      throw Ec2Errors.imagesNotFound(List.of(id));
    }
    Image image = recycledResource.resource();
    call.authorize(image);
    image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(Objects::nonNull)
        .filter(snapshot -> call.region().snapshots().get(snapshot) == null)
        .findFirst()
        .ifPresent(
            snapshot -> {
              throw Ec2Errors.snapshotNotFound(snapshot);
            });
    ImageNames.check(call, image.name());
    call.checkDryRun();
    call.region().recycleBin().images().remove(id);
    call.region().restore(image);
    call.recordCreated(id);
    return RestoreImageFromRecycleBinResponse.builder().returnValue(true).build();
  }

  /**
   * RestoreSnapshotFromRecycleBin.
   *
   * @throws ApiError {@code InvalidSnapshot.NotFound}
   */
  public RestoreSnapshotFromRecycleBinResponse restoreSnapshot(
      Call call, RestoreSnapshotFromRecycleBinRequest request) {
    String id = request.snapshotId();
    if (id == null) {
      throw Ec2Errors.missingParameter("SnapshotId");
    }
    RecycledResource<Snapshot> recycledResource = call.region().recycleBin().snapshots().get(id);
    if (recycledResource == null
        || !recycledResource.resource().ownerId().equals(call.accountId())) {
      throw Ec2Errors.snapshotNotFound(id);
    }
    call.authorize(recycledResource.resource());
    call.checkDryRun();
    call.region().recycleBin().snapshots().remove(id);
    Snapshot snapshot = recycledResource.resource();
    call.region().snapshots().add(snapshot);
    call.recordCreated(id);
    return PojoMaps.copy(
            DescribeSnapshots.show(call, snapshot), RestoreSnapshotFromRecycleBinResponse.builder())
        .build();
  }

  private static <R extends Resource> NavigableMap<String, RecycledResource<R>> own(
      Call call, NavigableMap<String, RecycledResource<R>> bin, List<String> ids) {
    if (ids.size() > MAX_IDS) {
      throw Ec2Errors.invalidValue("At most " + MAX_IDS + " ids can be given in a call");
    }
    NavigableMap<String, RecycledResource<R>> own = new TreeMap<>(bin);
    own.values()
        .removeIf(
            recycledResource -> !recycledResource.resource().ownerId().equals(call.accountId()));
    if (!ids.isEmpty()) {
      own.keySet().retainAll(ids);
    }
    return own;
  }

  private static ImageRecycleBinInfo showImage(RecycledResource<Image> recycledResource) {
    return ImageRecycleBinInfo.builder()
        .imageId(recycledResource.resource().id())
        .name(recycledResource.resource().name())
        .description(recycledResource.resource().description())
        .recycleBinEnterTime(recycledResource.enterTime())
        .recycleBinExitTime(recycledResource.exitTime())
        .build();
  }

  private static SnapshotRecycleBinInfo showSnapshot(RecycledResource<Snapshot> recycledResource) {
    return SnapshotRecycleBinInfo.builder()
        .snapshotId(recycledResource.resource().id())
        .description(recycledResource.resource().description())
        .volumeId(recycledResource.resource().volumeId())
        .recycleBinEnterTime(recycledResource.enterTime())
        .recycleBinExitTime(recycledResource.exitTime())
        .build();
  }
}
