package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.time.Instant;
import java.util.Optional;

/**
 * The decision about one image.
 *
 * @param unkeptSince what the image's mark says; empty: it has none
 * @param message what keeps, holds or releases it, in words that stay the same from pass to pass
 */
record Decision(
    AccountRegion place,
    Image image,
    Finding finding,
    Optional<Instant> unkeptSince,
    String message) {

  String imageId() {
    return image.id();
  }

  boolean is(Finding other) {
    return finding == other;
  }

  boolean is(Finding.Group group) {
    return finding.group() == group;
  }

  Decision instead(Finding other, String words) {
    return new Decision(place, image, other, unkeptSince, words);
  }
}
