package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.time.Instant;

/** Whether an image that was read by its id exists. */
public sealed interface ImagePresence {
  /** EC2 lists the image. */
  record Present(Image image) implements ImagePresence {}

  /** EC2 does not list the image, perhaps because of its eventual consistency. */
  record NotFound() implements ImagePresence {}

  /** The image is proven gone: deregistered, or missing for the grace window. */
  record Gone() implements ImagePresence {}

  /**
   * Derives from EC2's answer whether the image exists.
   *
   * @param readAt when the oldest answer behind the decision was read from EC2
   * @param grace how long the image must be missing before it counts as gone
   */
  static ImagePresence of(Presence<Image> presence, Instant readAt, Duration grace) {
    if (presence.found().isPresent()) {
      Image image = presence.found().get();
      return image.registered() ? new Present(image) : new Gone();
    }
    return presence.provenAbsent(readAt, grace) ? new Gone() : new NotFound();
  }
}
