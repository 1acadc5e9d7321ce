package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.ec2.Observer;
import dev.amioperator.ec2.Place;
import dev.amioperator.lifecycle.Asking;
import dev.amioperator.lifecycle.Departure;
import dev.amioperator.lifecycle.Freshness;
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
  static Departure.Step next(
      Observer observer,
      Place place,
      AmiImage resource,
      Desired desired,
      Freshness freshness,
      Duration grace) {
    Instant deletedAt = Instant.parse(resource.getMetadata().getDeletionTimestamp());
    return BuilderDeparture.next(observer, place, desired, deletedAt, freshness, grace)
        .<Departure.Step>map(Departure.Step.Proceed::new)
        .orElseGet(
            () -> Departure.next(observer, ofItsImage(place, resource, desired), freshness, grace));
  }

  private static Departure.Request ofItsImage(Place place, AmiImage resource, Desired desired) {
    return new Departure.Request(
        place,
        desired.owner(),
        desired.imageId().stream().toList(),
        Optional.ofNullable(resource.getStatus().imageName()),
        false,
        resource.getStatus().snapshots(),
        desired.deletionPolicy(),
        desired.deletionGuard(),
        desired.attributes().protection());
  }
}
