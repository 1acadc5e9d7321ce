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
    AccountRegion accountRegion,
    Image image,
    RetentionReason reason,
    Optional<Instant> unkeptSince,
    String message) {

  String imageId() {
    return image.id();
  }

  boolean is(RetentionReason other) {
    return reason == other;
  }

  boolean is(RetentionReason.Group group) {
    return reason.group() == group;
  }

  Decision withReason(RetentionReason other, String words) {
    return new Decision(accountRegion, image, other, unkeptSince, words);
  }
}
