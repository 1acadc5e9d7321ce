package dev.amioperator.retention;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The image tag {@value TagKeys#DEPRECATION}, written before a policy deprecates the image: {@code
 * none/2026-06-01T12:02:00Z/prod}.
 *
 * @param before the deprecation time that the image had; empty: none
 * @param set the deprecation time that the policy sets
 * @param cluster the policy's
 */
record DeprecationTag(Optional<Instant> before, Instant set, ClusterId cluster) {
  private static final String NONE = "none";
  private static final int PARTS = 3;

  /** EC2 rounds deprecation times to the minute. */
  private static final Duration ROUNDING = Duration.ofMinutes(1);

  /** The record in the image's tag; empty: no tag, or one that cannot be parsed. */
  static Optional<DeprecationTag> of(Image image) {
    String[] parts = image.tags().getOrDefault(TagKeys.DEPRECATION, "").split("/", PARTS);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DeprecationTag(
              parts[0].equals(NONE) ? Optional.empty() : Optional.of(Instant.parse(parts[0])),
              Instant.parse(parts[1]),
              new ClusterId(parts[2])));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String value() {
    return "%s/%s/%s".formatted(before.map(Instant::toString).orElse(NONE), set, cluster.value());
  }

  /** Whether the image has the deprecation time that the policy set. */
  boolean applied(Image image) {
    return image.settings().deprecationTime().filter(present -> near(present, set)).isPresent();
  }

  /** Whether the image still has the deprecation time of before the policy's call. */
  boolean pending(Image image) {
    Optional<Instant> present = image.settings().deprecationTime();
    return present.isEmpty()
        ? before.isEmpty()
        : before.filter(earlier -> near(earlier, present.get())).isPresent();
  }

  private static boolean near(Instant a, Instant b) {
    return Duration.between(a, b).abs().compareTo(ROUNDING) <= 0;
  }
}
