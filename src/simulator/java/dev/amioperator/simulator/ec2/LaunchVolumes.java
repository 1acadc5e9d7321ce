package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.AttachedVolume;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Instance;
import dev.amioperator.simulator.state.ResourceTable;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Volumes of a new instance, from its image and the block device mappings of the request. */
final class LaunchVolumes {
  private LaunchVolumes() {}

  static List<BlockDevice> devices(Call call, Image image, List<BlockDeviceMapping> overrides) {
    Map<String, BlockDevice> devices = new LinkedHashMap<>();
    image.blockDevices().forEach(device -> devices.put(device.deviceName(), device));
    for (BlockDeviceMapping mapping : overrides) {
      String name = BlockDeviceMapper.deviceName(mapping);
      if (mapping.noDevice() != null) {
        devices.remove(name);
      } else {
        BlockDevice base = devices.get(name);
        BlockDevice device = BlockDeviceMapper.fromMapping(call, mapping, base);
        devices.put(
            name,
            base == null || base.snapshotId() == null
                ? device
                : device.withSnapshot(
                    base.snapshotId(),
                    base.encrypted() || Boolean.TRUE.equals(mapping.ebs().encrypted())));
      }
    }
    return devices.values().stream().filter(BlockDevice::ebs).toList();
  }

  static List<Volume> create(Call call, RunInstancesRequest request, List<BlockDevice> devices) {
    return devices.stream()
        .map(device -> volume(call, device, requestedKmsKeyId(request, device.deviceName())))
        .toList();
  }

  /** Tags the volumes of an instance. */
  static void tag(Call call, Instance instance, Map<String, String> tags) {
    ResourceTable<AttachedVolume> table = call.region().volumes();
    instance
        .volumes()
        .forEach(volume -> tags.forEach((k, v) -> table.tag(table.get(volume.id()), k, v)));
  }

  /** KMS key that the request names for a device; null for none. */
  private static String requestedKmsKeyId(RunInstancesRequest request, String deviceName) {
    return request.blockDeviceMappings().stream()
        .filter(mapping -> deviceName.equals(mapping.deviceName()) && mapping.ebs() != null)
        .map(mapping -> mapping.ebs().kmsKeyId())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Volume volume(Call call, BlockDevice device, String keyId) {
    Snapshot snapshot =
        device.snapshotId() == null ? null : call.region().snapshots().get(device.snapshotId());
    Snapshot.Encryption encryption =
        snapshot != null && snapshot.encryption().encrypted() && keyId == null
            ? snapshot.encryption()
            : EbsEncryption.decide(call, null, call.region(), device.encrypted(), keyId)
                .encryption();
    return new Volume(
        call.cloudState().ids().next("vol"),
        device.deviceName(),
        device.sizeGib(),
        device.volumeType(),
        encryption,
        device.deleteOnTermination(),
        device.snapshotId(),
        device.iops(),
        device.throughput());
  }

  /** Whether the caller may use the KMS keys of all volumes. */
  static boolean canDecrypt(Call call, List<Volume> volumes) {
    return volumes.stream()
        .map(Volume::encryption)
        .filter(Snapshot.Encryption::encrypted)
        .allMatch(
            encryption -> EbsEncryption.accessible(call, call.region(), encryption.kmsKeyArn()));
  }
}
