package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.api.v1alpha1.SnapshotSource.VirtualizationType;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.RegisterImageOptions;
import java.util.Optional;

/** The call that makes an image of a source, with every default filled in. Pure. */
final class CreateActionFactory {
  private CreateActionFactory() {}

  /** The one action; there is none for an image that exists already. */
  static ImageCreationAction of(DesiredImage desired) {
    ImageSource source = desired.source();
    if (source.objectStorage() != null) {
      return from(source.objectStorage(), desired);
    }
    if (source.instanceStore() != null) {
      return from(source.instanceStore(), desired);
    }
    return source.instance() != null
        ? from(source.instance(), desired)
        : from(source.snapshot(), desired);
  }

  private static ImageCreationAction.CreateRestoreImageTask from(
      ImageSource.ObjectStorage source, DesiredImage desired) {
    return new ImageCreationAction.CreateRestoreImageTask(
        desired.imageName(), source.bucket(), source.key(), desired.tagsOnCreate());
  }

  private static ImageCreationAction.RegisterImageFromManifest from(
      ImageSource.InstanceStore source, DesiredImage desired) {
    return new ImageCreationAction.RegisterImageFromManifest(
        desired.imageName(),
        desired.attributes().description(),
        source.manifest(),
        source.architecture().word(),
        virtualization(source.virtualizationType()).word(),
        desired.tagsOnCreate());
  }

  private static ImageCreationAction.CreateImage from(
      ImageSource.Instance source, DesiredImage desired) {
    return new ImageCreationAction.CreateImage(
        desired.imageName(),
        desired.attributes().description(),
        source.instanceId(),
        source.noReboot(),
        DesiredBlockDevices.of(source),
        desired.tagsOnCreate());
  }

  private static ImageCreationAction.RegisterImageFromSnapshot from(
      SnapshotSource source, DesiredImage desired) {
    return new ImageCreationAction.RegisterImageFromSnapshot(
        desired.imageName(),
        desired.attributes().description(),
        registerImageOptions(source),
        DesiredBlockDevices.of(source),
        desired.tagsOnCreate());
  }

  private static RegisterImageOptions registerImageOptions(SnapshotSource source) {
    VirtualizationType virtualization = virtualization(source.virtualizationType());
    return new RegisterImageOptions(
        source.architecture().word(),
        DesiredBlockDevices.rootDeviceName(source),
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
}
