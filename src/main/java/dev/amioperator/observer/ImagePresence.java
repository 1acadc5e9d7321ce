package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.time.Instant;

/** Whether an image that was read by its id exists. */
public sealed interface ImagePresence {
  /** EC2 shows the image. */
  record Present(Image image) implements ImagePresence {}

  /** EC2 does not show the image, which may be its lag. */
  record NotFound() implements ImagePresence {}

  /** The image is gone beyond doubt: deregistered, or missed for long enough. */
  record Gone() implements ImagePresence {}

  /**
   * Concludes from EC2's answer whether the image exists.
   *
   * @param askedAt when the oldest answer of the decision was read from EC2
   * @param grace how long it must be missed before it counts as gone
   */
  static ImagePresence of(Presence<Image> look, Instant askedAt, Duration grace) {
    if (look.found().filter(Image::registered).isPresent()) {
      return new Present(look.found().get());
    }
    return look.found().isPresent() || look.provenAbsent(askedAt, grace)
        ? new Gone()
        : new NotFound();
  }
}
