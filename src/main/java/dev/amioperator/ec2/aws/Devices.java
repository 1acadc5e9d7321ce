package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Device;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/** Devices as requests name them. */
final class Devices {
  private Devices() {}

  /** Null for none: EC2 refuses an empty list. */
  static List<BlockDeviceMapping> mappings(List<Device> devices) {
    return devices.isEmpty() ? null : devices.stream().map(Devices::mapping).toList();
  }

  private static BlockDeviceMapping mapping(Device device) {
    var mapping = BlockDeviceMapping.builder().deviceName(device.name());
    return switch (device) {
      case Device.Volume volume -> mapping.ebs(ebs(volume)).build();
      case Device.InstanceStore(var name, String virtualName) ->
          mapping.virtualName(virtualName).build();
      case Device.LeftOut leftOut -> mapping.noDevice("").build();
    };
  }

  private static EbsBlockDevice ebs(Device.Volume volume) {
    return EbsBlockDevice.builder()
        .snapshotId(volume.snapshotId().orElse(null))
        .volumeSize(volume.sizeGib().orElse(null))
        .volumeType(volume.type().orElse(null))
        .iops(volume.iops().orElse(null))
        .throughput(volume.throughput().orElse(null))
        .deleteOnTermination(volume.deleteOnTermination().orElse(null))
        .encrypted(volume.encrypted().orElse(null))
        .kmsKeyId(volume.kmsKeyId().orElse(null))
        .build();
  }
}
