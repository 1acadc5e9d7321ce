package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.observer.Presence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a lookup or an SSM parameter names now.
 *
 * @param image the image, if it can be used; a pending one is not picked up
 * @param message why there is none; else empty
 */
record ResolvedImage(Optional<Image> image, String message) {
  private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?");

  /** The youngest that is not deprecated; of two as young the one with the higher id. */
  static Optional<String> newest(List<ImageSummary> candidates, Instant now) {
    return candidates.stream()
        .filter(imageSummary -> imageSummary.deprecationTime().map(now::isBefore).orElse(true))
        .max(
            Comparator.<ImageSummary, Instant>comparing(
                    imageSummary -> imageSummary.created().orElse(Instant.MIN))
                .thenComparing(ImageSummary::id))
        .map(ImageSummary::id);
  }

  /** The image id that a parameter holds. Its value is never shown: it may be a secret. */
  static Optional<String> parseImageId(Optional<String> value) {
    return value.filter(text -> IMAGE_ID.matcher(text).matches());
  }

  static ResolvedImage none(String why) {
    return new ResolvedImage(Optional.empty(), why);
  }

  /** The image that was named, once EC2 was asked about it. */
  static ResolvedImage ofImageId(String imageId, Presence<Image> presence) {
    Optional<Image> usable =
        presence.found().filter(image -> image.state() == Image.State.AVAILABLE);
    return new ResolvedImage(
        usable,
        usable.isPresent()
            ? ""
            : "%s is named, and is %s"
                .formatted(
                    imageId,
                    presence
                        .found()
                        .map(image -> image.state().value())
                        .orElse("not there, or not shared with this account")));
  }
}
