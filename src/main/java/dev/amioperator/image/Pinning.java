package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.util.Optional;

/** Which image stands for an object whose image is found: the one found first, or the newest. */
final class Pinning {
  private Pinning() {}

  /** What was found first stays, whatever is found later, unless the object follows. */
  static Standing of(Desired desired, Observed observed, Finding finding, Duration grace) {
    if (desired.imageId().isEmpty()) {
      return finding
          .image()
          .<Standing>map(image -> new Standing.Pinned(image, Optional.empty()))
          .orElseGet(() -> new Standing.Unfound(finding.why()));
    }
    Optional<Image> other =
        finding.image().filter(image -> !image.id().equals(desired.imageId().get()));
    if (desired.follows() && other.isPresent()) {
      return new Standing.Pinned(other.get(), Optional.empty());
    }
    return observed
        .byId()
        .map(presence -> Standing.byId(desired, presence, observed.askedAt(), grace))
        .map(pin -> pin instanceof Standing.Untagged(Image image) ? pinned(image, other) : pin)
        .orElseGet(Standing.None::new);
  }

  private static Standing pinned(Image image, Optional<Image> other) {
    return new Standing.Pinned(image, other);
  }
}
