package dev.amioperator.observer;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.time.Instant;

/** What a look at one image by its id means. */
public sealed interface Whereabouts {
  /** EC2 has it. */
  record There(Image image) implements Whereabouts {}

  /** EC2 does not show it, which may be its lag. */
  record Missed() implements Whereabouts {}

  /** It is gone beyond doubt: deregistered, or missed for long enough. */
  record Gone() implements Whereabouts {}

  /**
   * Reads a look.
   *
   * @param askedAt when the oldest answer of the round was asked for
   * @param grace how long it must be missed before it counts as gone
   */
  static Whereabouts of(Presence<Image> look, Instant askedAt, Duration grace) {
    if (look.found().filter(Image::registered).isPresent()) {
      return new There(look.found().get());
    }
    return look.found().isPresent() || look.provenAbsent(askedAt, grace)
        ? new Gone()
        : new Missed();
  }
}
