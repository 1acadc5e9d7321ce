package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BlockDeviceMapping;
import dev.amioperator.api.v1alpha1.EbsVolume;
import dev.amioperator.ec2.ImageBlockDevice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Block device mappings of a spec, with every default filled in. Pure. */
final class DesiredBlockDevices {
  private static final EbsVolume EMPTY_VOLUME =
      new EbsVolume(null, null, null, null, null, null, null, null);

  /** Default of a new volume: it is deleted with its instance. */
  private static final Optional<Boolean> DELETE_ON_TERMINATION = Optional.of(true);

  private DesiredBlockDevices() {}

  /** The root device of an image to register; {@code volume} may be null. */
  static ImageBlockDevice root(String name, String snapshotId, EbsVolume volume) {
    return volume(
        name,
        Objects.requireNonNullElse(volume, EMPTY_VOLUME),
        Optional.of(snapshotId),
        DELETE_ON_TERMINATION);
  }

  /** A volume of the base image that is deleted with the launched instance. */
  static ImageBlockDevice deletedOnTermination(String name) {
    return volume(name, EMPTY_VOLUME, Optional.empty(), DELETE_ON_TERMINATION);
  }

  /** Devices that exist by these mappings only; null for none. */
  static Stream<ImageBlockDevice> added(List<BlockDeviceMapping> mappings) {
    return devices(mappings, DELETE_ON_TERMINATION);
  }

  /**
   * Devices that exist by these mappings only, with the ARNs of their KMS keys; null for none.
   *
   * @param keyArns by the key's name in the spec: an alias may get another key at any time
   */
  static Stream<ImageBlockDevice> added(
      List<BlockDeviceMapping> mappings, Map<String, String> keyArns) {
    return added(mappings)
        .map(
            device ->
                device instanceof ImageBlockDevice.Ebs ebs
                    ? ebs.withKmsKeyId(ebs.kmsKeyId().map(id -> keyArns.getOrDefault(id, id)))
                    : device);
  }

  /** Devices that override the instance's, which stay as they are where unset; null for none. */
  static Stream<ImageBlockDevice> overridden(List<BlockDeviceMapping> mappings) {
    return devices(mappings, Optional.empty());
  }

  /** The snapshots of mappings; null for none. */
  static List<String> snapshotIds(List<BlockDeviceMapping> mappings) {
    return ebs(mappings).map(EbsVolume::snapshotId).filter(Objects::nonNull).distinct().toList();
  }

  /** The KMS keys of mappings, as the spec names them; null for none. */
  static List<String> kmsKeyIds(List<BlockDeviceMapping> mappings) {
    return ebs(mappings).map(EbsVolume::kmsKeyId).filter(Objects::nonNull).distinct().toList();
  }

  private static Stream<EbsVolume> ebs(List<BlockDeviceMapping> mappings) {
    return Stream.ofNullable(mappings)
        .flatMap(List::stream)
        .map(BlockDeviceMapping::ebs)
        .filter(Objects::nonNull);
  }

  private static Stream<ImageBlockDevice> devices(
      List<BlockDeviceMapping> mappings, Optional<Boolean> deleteByDefault) {
    return Stream.ofNullable(mappings)
        .flatMap(List::stream)
        .map(mapping -> device(mapping, deleteByDefault));
  }

  private static ImageBlockDevice device(
      BlockDeviceMapping mapping, Optional<Boolean> deleteByDefault) {
    EbsVolume volume = mapping.ebs();
    if (volume != null) {
      Optional<String> snapshotId = Optional.ofNullable(volume.snapshotId());
      return volume(mapping.deviceName(), volume, snapshotId, deleteByDefault);
    }
    return mapping.virtualName() != null
        ? new ImageBlockDevice.InstanceStore(mapping.deviceName(), mapping.virtualName())
        : new ImageBlockDevice.NoDevice(mapping.deviceName());
  }

  private static ImageBlockDevice volume(
      String name,
      EbsVolume volume,
      Optional<String> snapshotId,
      Optional<Boolean> deleteByDefault) {
    return new ImageBlockDevice.Ebs(
        name,
        snapshotId,
        Optional.ofNullable(volume.volumeSize()),
        Optional.ofNullable(volume.volumeType()).map(EbsVolume.VolumeType::value),
        Optional.ofNullable(volume.iops()),
        Optional.ofNullable(volume.throughput()),
        Optional.ofNullable(volume.deleteOnTermination()).or(() -> deleteByDefault),
        Optional.ofNullable(volume.encrypted()),
        Optional.ofNullable(volume.kmsKeyId()));
  }
}
