package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.time.Instant;

/** What a look at one image by its id means. */
public sealed interface ImagePresence {
  /** EC2 has it. */
  record Present(Image image) implements ImagePresence {}

  /** EC2 does not show it, which may be its lag. */
  record NotFound() implements ImagePresence {}

  /** It is gone beyond doubt: deregistered, or missed for long enough. */
  record Gone() implements ImagePresence {}

  /**
   * Reads a look.
   *
   * @param askedAt when the oldest answer of the round was asked for
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
