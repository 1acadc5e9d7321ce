package dev.amioperator.simulator.state;

import java.time.Duration;
import java.time.Instant;

/** Deregistration protection of an image (EnableImageDeregistrationProtection). */
public sealed interface Protection {
  /** How long a protection with cooldown outlives its being switched off. */
  Duration COOLDOWN = Duration.ofHours(24);

  /** Not protected. */
  Protection NONE = new None();

  /** Not protected, and never was. */
  record None() implements Protection {}

  /** Protected until switched off, and with cooldown for a day after that. */
  record On(boolean withCooldown) implements Protection {}

  /** Switched off; protected until the cooldown is over. */
  record Off(Instant protectedUntil) implements Protection {}

  /** Whether deregistration is refused at an instant. */
  default boolean active(Instant now) {
    return switch (this) {
      case None() -> false;
      case On on -> true;
      case Off(Instant until) -> now.isBefore(until);
    };
  }

  /** What DescribeImages shows; it does not tell a cooldown that is still running. */
  default String shown() {
    return switch (this) {
      case None none -> "disabled";
      case On(boolean withCooldown) ->
          withCooldown ? "enabled-with-cooldown" : "enabled-without-cooldown";
      case Off off -> "disabled";
    };
  }
}
