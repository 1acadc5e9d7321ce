package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.deletion.FinalizerPlanner;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.time.Duration;
import java.time.Instant;

/** Plans the deletion of an AmiImage in EC2: build instances first, then the image. */
final class ImageFinalizer {
  private ImageFinalizer() {}

  /**
   * The next step of the deletion.
   *
   * @param grace how long a resource must be missing before it counts as gone
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending or failed
   */
  static FinalizerPlanner.Step next(
      ObservationSession session, AmiImage resource, DesiredImage desired, Duration grace) {
    RecordedImage recorded = RecordedImage.of(resource);
    Instant deletedAt = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return new BuildCleanup(session, desired, recorded)
        .next(deletedAt, grace)
        .<FinalizerPlanner.Step>map(FinalizerPlanner.Step.Execute::new)
        .orElseGet(() -> FinalizerPlanner.next(session, request(desired, recorded), grace));
  }

  private static FinalizerPlanner.Request request(DesiredImage desired, RecordedImage recorded) {
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
