package dev.amioperator.image;

import dev.amioperator.account.SourceAllowlist;
import dev.amioperator.api.v1alpha1.SnapshotSource;
import dev.amioperator.api.v1alpha1.SnapshotSource.VirtualizationType;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageBlockDevice;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.RegisterImageOptions;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
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

  @Override
  public ObservedImageSource observe(ObservationSession session) {
    return ObservedImageSource.of(session.getAll(source.snapshotIds(), SnapshotQueries::byId));
  }

  @Override
  public Optional<ReadyState> refusal(
      SourceAllowlist allowlist, NamespaceResources claim, ObservedImageSource observed) {
    return observed.snapshotRefusal(allowlist, claim);
  }

  /** A snapshot that the account does not own is not observed; RegisterImage judges it. */
  @Override
  public Optional<ReadyState> creationObstacle(
      ObservedImageSource observed, Instant readAt, Duration grace) {
    return observed.snapshots().values().stream()
        .flatMap(presence -> presence.found().stream())
        .flatMap(snapshot -> unusable(snapshot).stream())
        .findFirst();
  }

  private static Optional<ReadyState> unusable(Snapshot snapshot) {
    return switch (snapshot.state()) {
      case COMPLETED, UNKNOWN -> Optional.empty();
      case PENDING, RECOVERING ->
          Optional.of(
              new ReadyState.Reconciling(
                  Reason.SourceNotReady,
                  "%s is %s; the image is registered once it is completed."
                      .formatted(snapshot.id(), snapshot.state().value()),
                  Requeue.SOURCE_PENDING));
      case RECOVERABLE ->
          Optional.of(
              new ReadyState.Blocked(
                  Reason.SourceNotReady,
                  "%s is in the Recycle Bin. Restore it, and the image is registered."
                      .formatted(snapshot.id()),
                  Requeue.STALLED));
      case ERROR ->
          Optional.of(
              new ReadyState.Stalled(
                  Reason.SourceNotFound,
                  ("%s failed (state error), and EC2 registers images of completed snapshots only."
                          + " Create a new AmiImage of another snapshot, and delete this object.")
                      .formatted(snapshot.id())));
    };
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
