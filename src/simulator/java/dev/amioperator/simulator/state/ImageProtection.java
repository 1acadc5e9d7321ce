package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/** Deregistration protection of an image (EnableImageDeregistrationProtection). */
public sealed interface ImageProtection {
  /** Cooldown of the deregistration protection of an image. */
  Duration COOLDOWN = Duration.ofHours(24);

  /** Image without protection. */
  ImageProtection DISABLED = new Disabled();

  /** Image that was never protected. */
  record Disabled() implements ImageProtection {}

  /** Protected image; with cooldown, protection ends a day after it is disabled. */
  record Enabled(boolean withCooldown) implements ImageProtection {}

  /** Image whose protection is disabled, but lasts until the end of the cooldown. */
  record CoolingDown(Instant protectedUntil) implements ImageProtection {}

  /** Whether deregistration of the image is refused at an instant. */
  default boolean active(Instant now) {
    return switch (this) {
      case Disabled() -> false;
      case Enabled enabled -> true;
      case CoolingDown(Instant until) -> now.isBefore(until);
    };
  }

  /** Protection state in DescribeImages: a running cooldown is shown with its end. */
  default String displayedState(Instant now) {
    return switch (this) {
      case Disabled disabled -> "disabled";
      case Enabled(boolean withCooldown) ->
          withCooldown ? "enabled-with-cooldown" : "enabled-without-cooldown";
      case CoolingDown(Instant until) ->
          now.isBefore(until) ? "disabled after " + until : "disabled";
    };
  }
}
