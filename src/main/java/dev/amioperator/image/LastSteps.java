package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.deletion.Departure;
import dev.amioperator.reconcile.Asking;
import dev.amioperator.reconcile.Inquiry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What has to be done for an AmiImage that is being deleted: builders first, then the image. */
final class LastSteps {
  private LastSteps() {}

  /**
   * The next step.
   *
   * @param grace how long a thing must be missed before it counts as gone
   * @throws Asking.NotYet when EC2 is still being asked, or could not be
   */
  static Departure.Step next(Inquiry inquiry, AmiImage resource, Desired desired, Duration grace) {
    Instant deletedAt = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return BuilderDeparture.next(inquiry, desired, deletedAt, grace)
        .<Departure.Step>map(Departure.Step.Proceed::new)
        .orElseGet(() -> Departure.next(inquiry, ofItsImage(resource, desired), grace));
  }

  private static Departure.Request ofItsImage(AmiImage resource, Desired desired) {
    Optional<AmiImageStatus> status = Optional.ofNullable(resource.getStatus());
    return new Departure.Request(
        desired.owner(),
        desired.imageId().stream().toList(),
        status.map(AmiImageStatus::imageName).or(desired::nameToMake),
        false,
        status.map(AmiImageStatus::snapshots).orElse(null),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        desired.attributes().protection());
  }
}
