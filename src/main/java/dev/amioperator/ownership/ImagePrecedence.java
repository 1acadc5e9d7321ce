package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Which of several images with an object's tags stands for it: the same one at each look. */
public final class ImagePrecedence {
  private ImagePrecedence() {}

  /**
   * The one known before any other, then the oldest, then by id.
   *
   * @param known the id of the image that the status names
   */
  public static Comparator<Image> of(Optional<String> known) {
    return Comparator.<Image, Boolean>comparing(image -> !known.equals(Optional.of(image.id())))
        .thenComparing(image -> image.created().orElse(Instant.MAX))
        .thenComparing(Image::id);
  }
}
