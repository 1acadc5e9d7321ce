package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/** Deregistration protection of an image (EnableImageDeregistrationProtection). */
public sealed interface ImageProtection {
  /** How long a protection with cooldown outlives its being switched off. */
  Duration COOLDOWN = Duration.ofHours(24);

  /** Not protected. */
  ImageProtection DISABLED = new Disabled();

  /** Not protected, and never was. */
  record Disabled() implements ImageProtection {}

  /** Protected until switched off, and with cooldown for a day after that. */
  record Enabled(boolean withCooldown) implements ImageProtection {}

  /** Switched off; protected until the cooldown is over. */
  record CoolingDown(Instant protectedUntil) implements ImageProtection {}

  /** Whether deregistration is refused at an instant. */
  default boolean active(Instant now) {
    return switch (this) {
      case Disabled() -> false;
      case Enabled enabled -> true;
      case CoolingDown(Instant until) -> now.isBefore(until);
    };
  }

  /** What DescribeImages shows; it does not tell a cooldown that is still running. */
  default String displayedState() {
    return switch (this) {
      case Disabled disabled -> "disabled";
      case Enabled(boolean withCooldown) ->
          withCooldown ? "enabled-with-cooldown" : "enabled-without-cooldown";
      case CoolingDown coolingDown -> "disabled";
    };
  }
}
