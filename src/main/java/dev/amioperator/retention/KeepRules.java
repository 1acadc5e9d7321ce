package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.KeepSpec;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules of {@code spec.keep}; an image stays while any of them holds.
 *
 * @param newest how many of the newest available images of each group are kept; empty: none
 * @param youngerThan the age up to which images are kept; empty: none
 * @param launchedWithin how long images are kept after their last launch; empty: no longer
 * @param tags an image with any of them is kept; an asterisk as the value matches any value
 */
record KeepRules(
    OptionalInt newest,
    Optional<Duration> youngerThan,
    Optional<Duration> launchedWithin,
    Map<String, String> tags) {
  KeepRules {
    tags = Map.copyOf(tags);
  }

  /**
   * Applies the defaults to {@code spec.keep}.
   *
   * @throws IllegalArgumentException for a duration that the CRD rejects
   */
  static KeepRules of(KeepSpec keep) {
    return new KeepRules(
        keep.newest() == null ? OptionalInt.empty() : OptionalInt.of(keep.newest()),
        Optional.ofNullable(keep.youngerThan()).map(Durations::parse),
        Optional.ofNullable(keep.launchedWithin()).map(Durations::parse),
        keep.tags() == null ? Map.of() : keep.tags());
  }

  /** Until when the image is kept as young; empty: it is not. */
  Optional<Instant> youngUntil(Image image, Instant now) {
    return youngerThan
        .flatMap(age -> image.created().map(at -> at.plus(age)))
        .filter(now::isBefore);
  }

  /**
   * Until when the image is kept as recently launched; empty: it is not, which proves nothing about
   * its use: EC2 reports launches a day late.
   */
  Optional<Instant> launchedUntil(Image image, Instant now) {
    return launchedWithin
        .flatMap(age -> image.lastLaunched().map(at -> at.plus(age)))
        .filter(now::isBefore);
  }

  /** The first of the keys by which a tag keeps the image; empty: none does. */
  Optional<String> keepTag(Image image) {
    return keepTag(image.tags());
  }

  /** The same for the tags of an image. */
  Optional<String> keepTag(Map<String, String> tagsOfImage) {
    return tags.entrySet().stream()
        .filter(tag -> ImageSelector.hasTag(tagsOfImage, tag.getKey(), tag.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
