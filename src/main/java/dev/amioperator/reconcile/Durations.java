package dev.amioperator.reconcile;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the notation of specs, such as {@code 90m} or {@code 30d}. */
public final class Durations {
  private static final Pattern FORMAT = Pattern.compile("(0|[1-9][0-9]{0,4})([mhd])");

  private Durations() {}

  /**
   * Parses a duration; a day has 24 hours.
   *
   * @throws IllegalArgumentException for text that the CRD's pattern rejects
   */
  public static Duration parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a duration: write an integer and m, h or d, such as 30d".formatted(text));
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The shortest notation of a duration of whole minutes. */
  public static String format(Duration duration) {
    if (duration.equals(Duration.ofDays(duration.toDays()))) {
      return duration.toDays() + "d";
    }
    return duration.equals(Duration.ofHours(duration.toHours()))
        ? duration.toHours() + "h"
        : duration.toMinutes() + "m";
  }
}
