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
 * Image that a lookup or an SSM parameter names now.
 *
 * @param image the image if it is available
 * @param message why there is none; else empty
 */
record ResolvedImage(Optional<Image> image, String message) {
  private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?");

  /** The newest image that is not deprecated; of two with the same date, the higher id. */
  static Optional<String> newest(List<ImageSummary> candidates, Instant now) {
    return candidates.stream()
        .filter(image -> image.deprecationTime().map(now::isBefore).orElse(true))
        .max(
            Comparator.<ImageSummary, Instant>comparing(
                    image -> image.created().orElse(Instant.MIN))
                .thenComparing(ImageSummary::id))
        .map(ImageSummary::id);
  }

  /** The image id in an SSM parameter. Its value is never shown: it may be a secret. */
  static Optional<String> parseImageId(Optional<String> value) {
    return value.filter(text -> IMAGE_ID.matcher(text).matches());
  }

  static ResolvedImage none(String why) {
    return new ResolvedImage(Optional.empty(), why);
  }

  /** The image with this id, if EC2 shows it as available. */
  static ResolvedImage ofImageId(String imageId, Presence<Image> presence) {
    return presence
        .found()
        .map(
            image ->
                image.state() == Image.State.AVAILABLE
                    ? new ResolvedImage(presence.found(), "")
                    : none("%s is %s".formatted(imageId, image.state().value())))
        .orElseGet(() -> none(imageId + " does not exist, or is not shared with this account"));
  }
}
