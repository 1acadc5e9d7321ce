package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.ImageBlockDevice;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/** Block device mappings of EC2 requests. */
final class BlockDeviceMappings {
  private BlockDeviceMappings() {}

  /** The mappings for EC2, null for none: EC2 refuses an empty list. */
  static List<BlockDeviceMapping> mappings(List<ImageBlockDevice> devices) {
    return devices.isEmpty() ? null : devices.stream().map(BlockDeviceMappings::mapping).toList();
  }

  private static BlockDeviceMapping mapping(ImageBlockDevice device) {
    var mapping = BlockDeviceMapping.builder().deviceName(device.name());
    return switch (device) {
      case ImageBlockDevice.Ebs volume -> mapping.ebs(ebs(volume)).build();
      case ImageBlockDevice.InstanceStore(var name, String virtualName) ->
          mapping.virtualName(virtualName).build();
      case ImageBlockDevice.NoDevice noDevice -> mapping.noDevice("").build();
    };
  }

  private static EbsBlockDevice ebs(ImageBlockDevice.Ebs ebs) {
    return EbsBlockDevice.builder()
        .snapshotId(ebs.snapshotId().orElse(null))
        .volumeSize(ebs.sizeGib().orElse(null))
        .volumeType(ebs.type().orElse(null))
        .iops(ebs.iops().orElse(null))
        .throughput(ebs.throughput().orElse(null))
        .deleteOnTermination(ebs.deleteOnTermination().orElse(null))
        .encrypted(ebs.encrypted().orElse(null))
        .kmsKeyId(ebs.kmsKeyId().orElse(null))
        .build();
  }
}
