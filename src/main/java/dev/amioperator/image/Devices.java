package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BlockDeviceMapping;
import dev.amioperator.api.v1alpha1.EbsVolume;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.ec2.Device;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The devices that a spec asks for, with every default filled in. Pure. */
final class Devices {
  private static final String ROOT = "/dev/xvda";
  private static final EbsVolume PLAIN =
      new EbsVolume(null, null, null, null, null, null, null, null);

  /** The volume goes with its instance. */
  private static final Optional<Boolean> GOES = Optional.of(true);

  /** The volume stays what it is on the instance. */
  private static final Optional<Boolean> AS_IT_IS = Optional.empty();

  private Devices() {}

  /** All devices of an image that is registered. */
  static List<Device> of(SnapshotSource source) {
    EbsVolume root = Optional.ofNullable(source.rootVolume()).orElse(PLAIN);
    return Stream.concat(
            Stream.of(volume(rootOf(source), root, Optional.of(source.snapshotId()), GOES)),
            orNone(source.blockDeviceMappings()).map(Devices::added))
        .toList();
  }

  /** Those that shall differ from the instance's, which keep what is not said here. */
  static List<Device> of(ImageSource.Instance source) {
    return orNone(source.blockDeviceMappings()).map(mapping -> device(mapping, AS_IT_IS)).toList();
  }

  /** One that is there by this mapping only. */
  static Device added(BlockDeviceMapping mapping) {
    return device(mapping, GOES);
  }

  /** The device that an image of snapshots boots from. */
  static String rootOf(SnapshotSource source) {
    return Optional.ofNullable(source.rootDeviceName()).orElse(ROOT);
  }

  private static Stream<BlockDeviceMapping> orNone(List<BlockDeviceMapping> mappings) {
    return Stream.ofNullable(mappings).flatMap(List::stream);
  }

  private static Device device(BlockDeviceMapping mapping, Optional<Boolean> unlessSaid) {
    EbsVolume volume = mapping.ebs();
    if (volume != null) {
      Optional<String> snapshotId = Optional.ofNullable(volume.snapshotId());
      return volume(mapping.deviceName(), volume, snapshotId, unlessSaid);
    }
    return mapping.virtualName() != null
        ? new Device.InstanceStore(mapping.deviceName(), mapping.virtualName())
        : new Device.LeftOut(mapping.deviceName());
  }

  private static Device volume(
      String name, EbsVolume volume, Optional<String> snapshotId, Optional<Boolean> unlessSaid) {
    return new Device.Volume(
        name,
        snapshotId,
        Optional.ofNullable(volume.volumeSize()),
        Optional.ofNullable(volume.volumeType()).map(EbsVolume.VolumeType::word),
        Optional.ofNullable(volume.iops()),
        Optional.ofNullable(volume.throughput()),
        Optional.ofNullable(volume.deleteOnTermination()).or(() -> unlessSaid),
        Optional.ofNullable(volume.encrypted()),
        Optional.ofNullable(volume.kmsKeyId()));
  }
}
