package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.time.Duration;
import java.time.Instant;

/** What has to be done for an AmiImage that is being deleted: builders first, then the image. */
final class ImageFinalizer {
  private ImageFinalizer() {}

  /**
   * The next step.
   *
   * @param grace how long a thing must be missed before it counts as gone
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static FinalizerPlanner.Step next(
      ObservationSession observationSession,
      AmiImage resource,
      DesiredImage desired,
      Duration grace) {
    RecordedImage recorded = RecordedImage.of(resource);
    Instant deletedAt = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return BuildCleanup.next(observationSession, desired, recorded, deletedAt, grace)
        .<FinalizerPlanner.Step>map(FinalizerPlanner.Step.Execute::new)
        .orElseGet(
            () ->
                FinalizerPlanner.next(
                    observationSession, finalizerRequest(desired, recorded), grace));
  }

  private static FinalizerPlanner.Request finalizerRequest(
      DesiredImage desired, RecordedImage recorded) {
    return new FinalizerPlanner.Request(
        desired.owner(),
        recorded.imageId().stream().toList(),
        recorded.imageName().or(desired::nameToCreate),
        false,
        recorded.snapshots(),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        desired.attributes().deregistrationProtection());
  }
}
