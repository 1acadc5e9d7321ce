package dev.amioperator.ownership;

import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Orders images with the same owner tags; the first is the current image, stable across reads. */
public final class ImagePrecedence {
  private ImagePrecedence() {}

  /**
   * Orders the known image first, then older images, then by id.
   *
   * @param known the id of the image that the status names
   */
  public static Comparator<Image> of(Optional<String> known) {
    return Comparator.<Image, Boolean>comparing(image -> !known.equals(Optional.of(image.id())))
        .thenComparing(image -> image.created().orElse(Instant.MAX))
        .thenComparing(Image::id);
  }
}
