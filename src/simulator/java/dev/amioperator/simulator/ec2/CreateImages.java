package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.AsyncOperation;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import dev.amioperator.simulator.state.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/** CreateImage: an image of an instance, with a snapshot of each volume. */
public final class CreateImages {
  /**
   * Starts an image of an instance. Without a client token, a second call with the same name is
   * refused.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidInstanceID.*}, {@code
   *     InvalidAMIName.*}, {@code InvalidParameterValue}, {@code InvalidBlockDeviceMapping}
   */
  public CreateImageResponse create(Call call, CreateImageRequest request) {
    Instance instance = ResourceLookup.instance(call, request.instanceId());
    ImageNames.check(call, request.name());
    ImageNames.checkDescription(request.description());
    checkState(call, instance);
    ImageCreationTags tags = ImageCreationTags.of(request.tagSpecifications());
    List<PlannedDevice> plan = plan(call, instance, request.blockDeviceMappings());
    tags.checkAllowed(call);
    if (!Boolean.TRUE.equals(request.noReboot())) {
      instance.rebootedAt(call.now());
    }

    String imageId = call.newId("ami");
    String description = "Created by CreateImage(" + instance.id() + ") for " + imageId;
    List<Snapshot> snapshots = new ArrayList<>();
    List<BlockDevice> devices =
        plan.stream().map(planned -> planned.create(call, description, snapshots)).toList();
    snapshots.forEach(snapshot -> tags.apply(call, snapshot));
    Image.Origin origin = origin(call, instance, request.name());
    AsyncOperation creation = ImageRegistration.creation(call, snapshots);
    Image image =
        ImageRegistration.register(call, imageId, origin, instance.traits(), devices, creation);
    image.description(request.description());
    watermarks(call, instance).forEach(image.watermarks()::add);
    tags.apply(call, image);
    return CreateImageResponse.builder().imageId(imageId).build();
  }

  /** Block device of the new image, and the volume for its snapshot; null for no snapshot. */
  private record PlannedDevice(BlockDevice device, Volume volume) {

    private BlockDevice create(Call call, String description, List<Snapshot> snapshots) {
      if (volume == null) {
        return device;
      }
      Snapshot snapshot = snapshot(call, volume, describe(call, description));
      call.region().snapshots().add(snapshot);
      snapshots.add(snapshot);
      return device.withSnapshot(snapshot.id(), volume.encryption().encrypted());
    }

    private String describe(Call call, String description) {
      return call.cloudState().volumesInDescriptions()
          ? description + " from " + volume.id()
          : description;
    }
  }

  private static void checkState(Call call, Instance instance) {
    switch (instance.state(call.now())) {
      case RUNNING, STOPPED, STOPPING -> {}
      case PENDING, SHUTTING_DOWN, TERMINATED ->
          throw Ec2Errors.invalidValue(
              "Invalid value '"
                  + instance.id()
                  + "' for instanceId. Instance is not in state 'running' or 'stopping' or"
                  + " 'stopped'");
    }
  }

  private static List<PlannedDevice> plan(
      Call call, Instance instance, List<BlockDeviceMapping> overrides) {
    Map<String, PlannedDevice> plan = new LinkedHashMap<>();
    for (Volume volume : instance.volumes()) {
      plan.put(
          volume.deviceName(), new PlannedDevice(BlockDeviceMapper.fromVolume(volume), volume));
    }
    for (BlockDeviceMapping mapping : overrides) {
      String name = BlockDeviceMapper.deviceName(mapping);
      if (mapping.noDevice() != null) {
        checkNotRoot(instance, name);
        plan.remove(name);
        continue;
      }
      Volume volume = plan.containsKey(name) ? plan.get(name).volume() : null;
      BlockDevice base = plan.containsKey(name) ? plan.get(name).device() : null;
      checkNoEncryptionChange(mapping);
      if (volume != null) {
        checkVolumeUnchanged(mapping, volume);
      }
      plan.put(name, new PlannedDevice(BlockDeviceMapper.fromMapping(call, mapping, base), volume));
    }
    return List.copyOf(plan.values());
  }

  private static void checkNotRoot(Instance instance, String device) {
    if (device.equals(instance.traits().rootDeviceName())) {
      throw BlockDeviceMapper.invalidMapping(
          "The root device '" + device + "' cannot be left out of the image");
    }
  }

  /** Of a volume that the instance has, only DeleteOnTermination can be changed. */
  private static void checkVolumeUnchanged(BlockDeviceMapping mapping, Volume volume) {
    EbsBlockDevice ebs = mapping.ebs();
    boolean changed =
        ebs == null
            || ebs.snapshotId() != null
            || differs(ebs.volumeSize(), volume.sizeGib())
            || differs(ebs.volumeTypeAsString(), volume.type())
            || differs(ebs.iops(), volume.iops())
            || differs(ebs.throughput(), volume.throughput());
    if (changed) {
      throw BlockDeviceMapper.invalidMapping(
          "Only DeleteOnTermination of '"
              + mapping.deviceName()
              + "' can be changed, which is attached to the instance");
    }
  }

  private static boolean differs(Object given, Object present) {
    return given != null && !given.equals(present);
  }

  private static void checkNoEncryptionChange(BlockDeviceMapping mapping) {
    if (mapping.ebs() != null
        && (mapping.ebs().encrypted() != null || mapping.ebs().kmsKeyId() != null)) {
      throw BlockDeviceMapper.invalidMapping(
          "The encryption of '"
              + mapping.deviceName()
              + "' cannot be changed by CreateImage; copy the image to encrypt it");
    }
  }

  private static Snapshot snapshot(Call call, Volume volume, String description) {
    Instant now = call.now();
    return new Snapshot(
        call.newId("snap"),
        call.accountId(),
        volume.id(),
        volume.sizeGib(),
        description,
        volume.encryption(),
        AsyncOperation.lasting(now, call.timing().snapshotDuration(volume.sizeGib()))
            .withFailure(call.asyncFailure()),
        null);
  }

  private static Image.Origin origin(Call call, Instance instance, String name) {
    return ImageRegistration.origin(
        call, name, instance.id(), instance.launch().imageId(), call.region().name());
  }

  private static List<Watermark> watermarks(Call call, Instance instance) {
    return call.region()
        .findImageEverRegistered(String.valueOf(instance.launch().imageId()))
        .map(Image::watermarks)
        .orElse(List.of());
  }
}
