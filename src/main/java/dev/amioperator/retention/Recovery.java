package dev.amioperator.retention;

import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether what a policy deregisters or deletes can be restored from the Recycle Bin, by the
 * retention rules of the region.
 */
sealed interface Recovery {
  /**
   * It goes to the Recycle Bin.
   *
   * @param period for which it can be restored, with all that it needs
   */
  record Recoverable(Duration period) implements Recovery {}

  /**
   * It is gone for good.
   *
   * @param why as a clause, for users
   */
  record Final(String why) implements Recovery {}

  /**
   * The rules are not known.
   *
   * @param why as a clause, for users
   */
  record Unknown(String why) implements Recovery {}

  /** For the plan: a sentence about what follows from a step. */
  default String forecast(String step) {
    return switch (this) {
      case Recoverable(Duration period) ->
          "It can be restored from the Recycle Bin for %s after its %s."
              .formatted(Durations.format(period), step);
      case Final(String why) -> "Its %s is final: %s.".formatted(step, why);
      case Unknown(String why) -> "Whether its %s is final is unknown: %s.".formatted(step, why);
    };
  }

  /** For an event: a sentence about what was deregistered or deleted now. */
  default String since(Instant now) {
    return switch (this) {
      case Recoverable(Duration period) ->
          "By the rules of the Recycle Bin, it can be restored until %s."
              .formatted(now.plus(period).truncatedTo(ChronoUnit.SECONDS));
      case Final(String why) -> "This is final: %s.".formatted(why);
      case Unknown(String why) -> "Whether this is final is unknown: %s.".formatted(why);
    };
  }
}
