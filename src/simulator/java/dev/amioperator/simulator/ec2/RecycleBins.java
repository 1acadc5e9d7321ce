package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.RecycleBin.Binned;
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

/** What lies in the Recycle Bin, and the way back out of it. */
public final class RecycleBins {
  private static final int MAX_IDS = 20;

  /** ListImagesInRecycleBin, at most 20 ids in a call. */
  public ListImagesInRecycleBinResponse listImages(
      Call call, ListImagesInRecycleBinRequest request) {
    Lookup.checkImageIds(request.imageIds());
    Paging paging =
        new Paging(call, "ListImagesInRecycleBin", request.maxResults(), request.nextToken())
            .within(1)
            .notWith(request.imageIds(), "imageIds");
    var own = own(call, call.region().bin().images(), request.imageIds());
    List<String> missing = request.imageIds().stream().filter(id -> !own.containsKey(id)).toList();
    if (!missing.isEmpty()) {
      throw Errors.noSuchImages(missing);
    }
    Paging.Page<Binned<Image>> page = paging.of(own, binned -> true);
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
            .within(5)
            .notWith(request.snapshotIds(), "snapshotIds");
    var own = own(call, call.region().bin().snapshots(), request.snapshotIds());
    for (String id : request.snapshotIds()) {
      if (!own.containsKey(id)) {
        throw Errors.noSuchSnapshot(id);
      }
    }
    Paging.Page<Binned<Snapshot>> page = paging.of(own, binned -> true);
    return ListSnapshotsInRecycleBinResponse.builder()
        .snapshots(page.items().stream().map(RecycleBins::showSnapshot).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * RestoreImageFromRecycleBin. Its snapshots have to be there: those in the bin are restored
   * first.
   *
   * @throws ApiError {@code InvalidAMIID.NotFound}, {@code InvalidAMIName.Duplicate}, {@code
   *     InvalidSnapshot.NotFound}
   */
  public RestoreImageFromRecycleBinResponse restoreImage(
      Call call, RestoreImageFromRecycleBinRequest request) {
    String id = request.imageId();
    if (id == null) {
      throw Errors.missing("ImageId");
    }
    Lookup.checkImageIds(List.of(id));
    Binned<Image> binned = call.region().bin().images().get(id);
    if (binned == null || !binned.resource().ownerId().equals(call.accountId())) {
      throw Errors.noSuchImages(List.of(id));
    }
    Image image = binned.resource();
    image.blockDevices().stream()
        .map(BlockDevice::snapshotId)
        .filter(Objects::nonNull)
        .filter(snapshot -> call.region().snapshots().get(snapshot) == null)
        .findFirst()
        .ifPresent(
            snapshot -> {
              throw Errors.noSuchSnapshot(snapshot);
            });
    ImageNames.check(call, image.name());
    call.proceed();
    call.region().bin().images().remove(id);
    call.region().restore(image);
    call.noteCreated(id);
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
      throw Errors.missing("SnapshotId");
    }
    Binned<Snapshot> binned = call.region().bin().snapshots().get(id);
    if (binned == null || !binned.resource().ownerId().equals(call.accountId())) {
      throw Errors.noSuchSnapshot(id);
    }
    call.proceed();
    call.region().bin().snapshots().remove(id);
    Snapshot snapshot = binned.resource();
    call.region().snapshots().add(snapshot);
    call.noteCreated(id);
    return RestoreSnapshotFromRecycleBinResponse.builder()
        .snapshotId(id)
        .description(snapshot.description())
        .encrypted(snapshot.encryption().encrypted())
        .ownerId(snapshot.ownerId())
        .progress(snapshot.making().percent(call.now()) + "%")
        .startTime(snapshot.making().start())
        .state(snapshot.state(call.now()))
        .volumeId(snapshot.volumeId())
        .volumeSize(snapshot.sizeGib())
        .build();
  }

  private static <R extends Resource> NavigableMap<String, Binned<R>> own(
      Call call, NavigableMap<String, Binned<R>> bin, List<String> ids) {
    if (ids.size() > MAX_IDS) {
      throw Errors.invalidValue("At most " + MAX_IDS + " ids can be given in a call");
    }
    NavigableMap<String, Binned<R>> own = new TreeMap<>(bin);
    own.values().removeIf(binned -> !binned.resource().ownerId().equals(call.accountId()));
    if (!ids.isEmpty()) {
      own.keySet().retainAll(ids);
    }
    return own;
  }

  private static ImageRecycleBinInfo showImage(Binned<Image> binned) {
    return ImageRecycleBinInfo.builder()
        .imageId(binned.resource().id())
        .name(binned.resource().name())
        .description(binned.resource().description())
        .recycleBinEnterTime(binned.entered())
        .recycleBinExitTime(binned.leaves())
        .build();
  }

  private static SnapshotRecycleBinInfo showSnapshot(Binned<Snapshot> binned) {
    return SnapshotRecycleBinInfo.builder()
        .snapshotId(binned.resource().id())
        .description(binned.resource().description())
        .volumeId(binned.resource().volumeId())
        .recycleBinEnterTime(binned.entered())
        .recycleBinExitTime(binned.leaves())
        .build();
  }
}
