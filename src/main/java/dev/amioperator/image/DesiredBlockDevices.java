package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BlockDeviceMapping;
import dev.amioperator.api.v1alpha1.EbsVolume;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.ec2.ImageBlockDevice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The devices that a spec asks for, with every default filled in. Pure. */
final class DesiredBlockDevices {
  private static final String DEFAULT_ROOT_DEVICE = "/dev/xvda";
  private static final EbsVolume EMPTY_VOLUME =
      new EbsVolume(null, null, null, null, null, null, null, null);

  /** The volume goes with its instance. */
  private static final Optional<Boolean> DELETE_ON_TERMINATION = Optional.of(true);

  /** The volume stays what it is on the instance. */
  private static final Optional<Boolean> UNCHANGED = Optional.empty();

  private DesiredBlockDevices() {}

  /** All devices of an image that is registered. */
  static List<ImageBlockDevice> of(SnapshotSource source) {
    EbsVolume root = Optional.ofNullable(source.rootVolume()).orElse(EMPTY_VOLUME);
    return Stream.concat(
            Stream.of(
                volume(
                    rootDeviceName(source),
                    root,
                    Optional.of(source.snapshotId()),
                    DELETE_ON_TERMINATION)),
            orEmpty(source.blockDeviceMappings()).map(DesiredBlockDevices::newDevice))
        .toList();
  }

  /** Those that shall differ from the instance's, which keep what is not said here. */
  static List<ImageBlockDevice> of(ImageSource.Instance source) {
    return orEmpty(source.blockDeviceMappings())
        .map(mapping -> device(mapping, UNCHANGED))
        .toList();
  }

  /** One that is there by this mapping only. */
  static ImageBlockDevice newDevice(BlockDeviceMapping mapping) {
    return device(mapping, DELETE_ON_TERMINATION);
  }

  /** The device that an image of snapshots boots from. */
  static String rootDeviceName(SnapshotSource source) {
    return Optional.ofNullable(source.rootDeviceName()).orElse(DEFAULT_ROOT_DEVICE);
  }

  private static Stream<BlockDeviceMapping> orEmpty(List<BlockDeviceMapping> mappings) {
    return Stream.ofNullable(mappings).flatMap(List::stream);
  }

  private static ImageBlockDevice device(BlockDeviceMapping mapping, Optional<Boolean> unlessSaid) {
    EbsVolume volume = mapping.ebs();
    if (volume != null) {
      Optional<String> snapshotId = Optional.ofNullable(volume.snapshotId());
      return volume(mapping.deviceName(), volume, snapshotId, unlessSaid);
    }
    return mapping.virtualName() != null
        ? new ImageBlockDevice.InstanceStore(mapping.deviceName(), mapping.virtualName())
        : new ImageBlockDevice.NoDevice(mapping.deviceName());
  }

  private static ImageBlockDevice volume(
      String name, EbsVolume volume, Optional<String> snapshotId, Optional<Boolean> unlessSaid) {
    return new ImageBlockDevice.Ebs(
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
