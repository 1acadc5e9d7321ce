package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.api.v1alpha1.SnapshotSource.VirtualizationType;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.RegisterImageOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code source.snapshot}: RegisterImage with the snapshot of a root volume. */
record SnapshotSourceHandler(SnapshotSource source) implements SourceHandler {
  private static final String DEFAULT_ROOT_DEVICE = "/dev/xvda";

  @Override
  public Optional<AwsAction> createAction(DesiredImage desired) {
    return Optional.of(
        new ImageCreationAction.RegisterImageFromSnapshot(
            desired.imageName(),
            desired.attributes().description(),
            registerImageOptions(),
            blockDevices(),
            desired.tagsOnCreate()));
  }

  /** The same snapshots give the same image. */
  @Override
  public boolean recreatable() {
    return true;
  }

  @Override
  public List<String> handedOverSnapshots() {
    return Boolean.TRUE.equals(source.takeOwnership()) ? source.snapshotIds() : List.of();
  }

  private RegisterImageOptions registerImageOptions() {
    VirtualizationType virtualization =
        Objects.requireNonNullElse(source.virtualizationType(), VirtualizationType.HVM);
    return new RegisterImageOptions(
        source.architecture().value(),
        rootDeviceName(),
        virtualization.value(),
        source.bootMode() == null ? "" : source.bootMode().value(),
        Objects.requireNonNullElse(source.enaSupport(), virtualization == VirtualizationType.HVM),
        source.sriovNetSupport() == null ? "" : "simple",
        source.tpmSupport() == null ? "" : "v2.0",
        source.imdsSupport() == null ? "" : "v2.0",
        Objects.requireNonNullElse(source.uefiData(), ""));
  }

  private List<ImageBlockDevice> blockDevices() {
    return Stream.concat(
            Stream.of(
                DesiredBlockDevices.root(
                    rootDeviceName(), source.snapshotId(), source.rootVolume())),
            DesiredBlockDevices.added(source.blockDeviceMappings()))
        .toList();
  }

  private String rootDeviceName() {
    return Objects.requireNonNullElse(source.rootDeviceName(), DEFAULT_ROOT_DEVICE);
  }
}
