package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageSummary;
import dev.amioperator.observer.Presence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Image that a lookup or an SSM parameter names now.
 *
 * @param image the image if it is available
 * @param message why there is none; else empty
 * @param gone whether the named image was deregistered, which cannot change back
 */
record ResolvedImage(Optional<Image> image, String message, boolean gone) {
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

  /** What kind of text the value is that holds no image id; never the value itself. */
  static String kindOf(String value) {
    String text = value.strip();
    if (text.isEmpty()) {
      return "empty";
    }
    if (IMAGE_ID.matcher(text).matches()) {
      return "an image id with blanks around it";
    }
    if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
      return "JSON";
    }
    if (text.startsWith("ami-")) {
      return IMAGE_ID.matcher(text.split("[\\s,;]", 2)[0]).matches()
          ? "a list of image ids"
          : "a malformed image id";
    }
    return text.contains(":") ? "an ARN or a URL" : "a name";
  }

  /**
   * Why a lookup found no image that can be used.
   *
   * @param deprecated the images that it finds if deprecated images count
   */
  static String noneFound(List<ImageSummary> deprecated) {
    if (deprecated.isEmpty()) {
      return "no available image matches the lookup; widen its name or filters, or check its owners";
    }
    ImageSummary last =
        deprecated.stream()
            .max(Comparator.comparing(image -> image.deprecationTime().orElse(Instant.MIN)))
            .orElseThrow();
    return ("only deprecated images match the lookup: %d, the last of them until %s; ask their"
            + " owner for a newer image, or name an image by imageId")
        .formatted(
            deprecated.size(),
            last.deprecationTime().map(Instant::toString).orElse("an unknown time"));
  }

  static ResolvedImage none(String why) {
    return new ResolvedImage(Optional.empty(), why, false);
  }

  private static String unusable(Image image) {
    return switch (image.state()) {
      case DEREGISTERED ->
          "%s was deregistered by its owner, account %s".formatted(image.id(), image.ownerId());
      case DISABLED ->
          "%s was disabled by its owner, account %s".formatted(image.id(), image.ownerId());
      case AVAILABLE, PENDING, TRANSIENT, UNKNOWN, FAILED, ERROR, INVALID ->
          "%s is %s".formatted(image.id(), image.state().value());
    };
  }

  /**
   * The image with this id, if EC2 shows it as available.
   *
   * @param absenceNote a further reason why EC2 may not show it; may be empty
   */
  static ResolvedImage ofImageId(
      String imageId, Presence<Image> presence, Supplier<String> absenceNote) {
    return presence
        .found()
        .map(
            image ->
                image.state() == Image.State.AVAILABLE
                    ? new ResolvedImage(presence.found(), "", false)
                    : new ResolvedImage(
                        Optional.empty(),
                        unusable(image),
                        image.state() == Image.State.DEREGISTERED))
        .orElseGet(
            () ->
                none(
                    "%s does not exist: its owner deregistered it, or does not share it with this account%s"
                        .formatted(imageId, absenceNote.get())));
  }
}
