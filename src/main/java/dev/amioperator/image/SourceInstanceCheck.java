package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.BlockDeviceMapping;
import dev.amioperator.api.v1alpha1.EbsVolume;
import dev.amioperator.api.v1alpha1.ImageSource;
import dev.amioperator.ec2.SourceInstance;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether CreateImage can create the image of an instance. EC2 refuses instances that do not
 * run and are not stopped with the same message, whether that can change or not; the state of the
 * instance tells. Pure.
 */
final class SourceInstanceCheck {
  private SourceInstanceCheck() {}

  /**
   * Why EC2 cannot create the image, if so.
   *
   * @param readAt when the instance was read from EC2
   * @param grace how long EC2 may hide an instance that was just launched
   */
  static Optional<ReadyState> obstacle(
      ImageSource.Instance source,
      Presence<SourceInstance> presence,
      Instant readAt,
      Duration grace) {
    if (presence.found().isEmpty()) {
      return Optional.of(missing(source.instanceId(), presence.provenAbsent(readAt, grace)));
    }
    SourceInstance instance = presence.found().get();
    return switch (instance.state()) {
      case RUNNING, STOPPING, STOPPED -> changedVolume(source, instance);
      case PENDING, UNKNOWN ->
          Optional.of(
              new ReadyState.Reconciling(
                  Reason.SourceNotReady,
                  "%s is %s; its image is created once it runs."
                      .formatted(instance.id(), instance.state().value()),
                  Requeue.SOURCE_PENDING));
      case SHUTTING_DOWN, TERMINATED ->
          Optional.of(
              new ReadyState.Stalled(
                  Reason.SourceNotFound,
                  ("%s is %s, and EC2 creates images of running and stopped instances only. Create"
                          + " a new AmiImage of another instance, and delete this object.")
                      .formatted(instance.id(), instance.state().value())));
    };
  }

  private static ReadyState missing(String instanceId, boolean proven) {
    return proven
        ? new ReadyState.Stalled(
            Reason.SourceNotFound,
            ("%s does not exist in the region and account of this object; EC2 lists a terminated"
                    + " instance for about an hour. Create a new AmiImage with the right"
                    + " source.instance.instanceId, and delete this object.")
                .formatted(instanceId))
        : new ReadyState.Reconciling(
            Reason.Observing,
            "%s was not found; rechecking before acting.".formatted(instanceId),
            Requeue.SOURCE_PENDING);
  }

  /** CreateImage changes only DeleteOnTermination of a volume that the instance has. */
  private static Optional<ReadyState> changedVolume(
      ImageSource.Instance source, SourceInstance instance) {
    return Stream.ofNullable(source.blockDeviceMappings())
        .flatMap(mappings -> mappings.stream())
        .filter(mapping -> instance.deviceNames().contains(mapping.deviceName()))
        .filter(SourceInstanceCheck::changesVolume)
        .findFirst()
        .map(
            mapping ->
                new ReadyState.Stalled(
                    Reason.Rejected,
                    ("source.instance.blockDeviceMappings: %s has a volume %s, and CreateImage can"
                            + " change only its deleteOnTermination. Create a new AmiImage that"
                            + " names no more of it: modify the volume itself before, or build an"
                            + " image with source.build, where it can be larger or of another"
                            + " type.")
                        .formatted(instance.id(), mapping.deviceName())));
  }

  private static boolean changesVolume(BlockDeviceMapping mapping) {
    EbsVolume volume = mapping.ebs();
    return mapping.virtualName() != null
        || (volume != null
            && Stream.of(
                    volume.snapshotId(),
                    volume.volumeSize(),
                    volume.volumeType(),
                    volume.iops(),
                    volume.throughput())
                .anyMatch(field -> field != null));
  }
}
