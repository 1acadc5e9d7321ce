package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.MachineTraits;
import dev.amioperator.simulator.state.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Registration of a new image, shared by all actions that create images. */
final class ImageRegistration {
  private ImageRegistration() {}

  /**
   * Checks the image quota of the account in the region.
   *
   * @throws ApiError {@code ResourceLimitExceeded}
   */
  static void checkQuota(Call call) {
    int limit = call.cloudState().quotas().images();
    long binned =
        call.region().recycleBin().images().values().stream()
            .filter(image -> image.resource().ownerId().equals(call.accountId()))
            .count();
    if (call.region().images().ownedBy(call.accountId()).size() + binned >= limit) {
      throw new ApiError(
          "ResourceLimitExceeded",
          "You have reached your quota of " + limit + " AMIs in this Region.");
    }
  }

  /** Adds a new image of the caller to the region. */
  static Image register(
      Call call,
      String id,
      Image.Origin origin,
      MachineTraits traits,
      List<BlockDevice> devices,
      AsyncOperation making) {
    Image image =
        new Image(
            id,
            call.accountId(),
            origin,
            traits,
            devices,
            making,
            call.now().plus(call.timing().visibility()));
    call.region().add(image);
    return image;
  }

  /** Origin of an image that has a location in the caller's account. */
  static Image.Origin origin(
      Call call, String name, String sourceInstanceId, String sourceImageId, String sourceRegion) {
    return new Image.Origin(
        name,
        null,
        call.accountId() + "/" + name,
        sourceInstanceId,
        sourceImageId,
        sourceImageId == null ? null : sourceRegion);
  }

  /** Block devices of a new image, each with a new snapshot if it had a snapshot. */
  static List<BlockDevice> withNewSnapshots(
      List<BlockDevice> devices, Function<BlockDevice, Snapshot> create) {
    return devices.stream()
        .map(
            device -> {
              if (device.snapshotId() == null) {
                return device;
              }
              Snapshot snapshot = create.apply(device);
              return device.withSnapshot(snapshot.id(), snapshot.encryption().encrypted());
            })
        .toList();
  }

  /** Creation of an image that takes as long as the slowest of its snapshots. */
  static AsyncOperation creation(Call call, List<Snapshot> snapshots) {
    Duration longest =
        snapshots.stream()
            .map(snapshot -> call.timing().snapshotDuration(snapshot.sizeGib()))
            .reduce(call.timing().overhead(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    return AsyncOperation.lasting(call.now(), longest).withFailure(call.asyncFailure());
  }
}
