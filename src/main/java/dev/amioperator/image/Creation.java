package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BlockDeviceMapping;
import dev.amioperator.api.v1alpha1.EbsVolume;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.api.v1alpha1.SnapshotSource.VirtualizationType;
import dev.amioperator.ec2.Device;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Machine;
import dev.amioperator.lifecycle.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The call that makes an image of a source, with every default filled in. Pure. */
final class Creation {
  private static final String ROOT_DEVICE = "/dev/xvda";
  private static final EbsVolume PLAIN =
      new EbsVolume(null, null, null, null, null, null, null, null);

  private Creation() {}

  /** The one action; there is none for an image that exists already. */
  static Action of(Desired desired) {
    ImageSource source = desired.source();
    if (source.objectStorage() != null) {
      return new Action.RestoreFromObject(from(source.objectStorage(), desired));
    }
    if (source.instanceStore() != null) {
      return new Action.RegisterFromManifest(from(source.instanceStore(), desired));
    }
    return source.instance() != null
        ? new Action.CreateFromInstance(from(source.instance(), desired))
        : new Action.RegisterFromSnapshot(from(source.snapshot(), desired));
  }

  private static Ec2Writes.FromObject from(ImageSource.ObjectStorage source, Desired desired) {
    return new Ec2Writes.FromObject(
        desired.imageName(), source.bucket(), source.key(), desired.attributes().tags());
  }

  private static Ec2Writes.FromManifest from(ImageSource.InstanceStore source, Desired desired) {
    return new Ec2Writes.FromManifest(
        desired.imageName(),
        desired.attributes().description(),
        source.manifest(),
        source.architecture().word(),
        virtualization(source.virtualizationType()).word(),
        desired.attributes().tags());
  }

  private static Ec2Writes.FromInstance from(ImageSource.Instance source, Desired desired) {
    return new Ec2Writes.FromInstance(
        desired.imageName(),
        desired.attributes().description(),
        source.instanceId(),
        source.noReboot(),
        devices(source.blockDeviceMappings()),
        desired.attributes().tags());
  }

  private static Ec2Writes.FromSnapshot from(SnapshotSource source, Desired desired) {
    return new Ec2Writes.FromSnapshot(
        desired.imageName(),
        desired.attributes().description(),
        machine(source),
        allDevices(source),
        desired.attributes().tags());
  }

  private static Machine machine(SnapshotSource source) {
    VirtualizationType virtualization = virtualization(source.virtualizationType());
    return new Machine(
        source.architecture().word(),
        rootDevice(source),
        virtualization.word(),
        source.bootMode() == null ? "" : source.bootMode().word(),
        Optional.ofNullable(source.enaSupport()).orElse(virtualization == VirtualizationType.HVM),
        source.sriovNetSupport() == null ? "" : "simple",
        source.tpmSupport() == null ? "" : "v2.0",
        source.imdsSupport() == null ? "" : "v2.0",
        Optional.ofNullable(source.uefiData()).orElse(""));
  }

  private static VirtualizationType virtualization(VirtualizationType given) {
    return Optional.ofNullable(given).orElse(VirtualizationType.HVM);
  }

  private static List<Device> allDevices(SnapshotSource source) {
    EbsVolume root = Optional.ofNullable(source.rootVolume()).orElse(PLAIN);
    List<Device> devices = new ArrayList<>();
    devices.add(volume(rootDevice(source), root, Optional.of(source.snapshotId()), true));
    devices.addAll(
        (source.blockDeviceMappings() == null
                ? List.<BlockDeviceMapping>of()
                : source.blockDeviceMappings())
            .stream().map(mapping -> device(mapping, true)).toList());
    return devices;
  }

  /**
   * A device of an instance keeps what is not said here; one of an image that is registered not.
   */
  private static List<Device> devices(List<BlockDeviceMapping> mappings) {
    return mappings == null
        ? List.of()
        : mappings.stream().map(mapping -> device(mapping, false)).toList();
  }

  static Device device(BlockDeviceMapping mapping, boolean isNew) {
    if (mapping.ebs() != null) {
      return volume(
          mapping.deviceName(),
          mapping.ebs(),
          Optional.ofNullable(mapping.ebs().snapshotId()),
          isNew);
    }
    return mapping.virtualName() != null
        ? new Device.InstanceStore(mapping.deviceName(), mapping.virtualName())
        : new Device.LeftOut(mapping.deviceName());
  }

  private static Device volume(
      String name, EbsVolume volume, Optional<String> snapshotId, boolean isNew) {
    return new Device.Volume(
        name,
        snapshotId,
        Optional.ofNullable(volume.volumeSize()),
        Optional.ofNullable(volume.volumeType()).map(EbsVolume.VolumeType::word),
        Optional.ofNullable(volume.iops()),
        Optional.ofNullable(volume.throughput()),
        Optional.ofNullable(volume.deleteOnTermination())
            .or(() -> isNew ? Optional.of(true) : Optional.empty()),
        Optional.ofNullable(volume.encrypted()),
        Optional.ofNullable(volume.kmsKeyId()));
  }

  private static String rootDevice(SnapshotSource source) {
    return Optional.ofNullable(source.rootDeviceName()).orElse(ROOT_DEVICE);
  }
}
