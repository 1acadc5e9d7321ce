package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import java.time.Duration;
import java.util.Optional;

/** Which image stands for an object whose image is found: the one found first, or the newest. */
final class PinnedImageSelector {
  private PinnedImageSelector() {}

  /** What was found first stays, whatever is found later, unless the object follows. */
  static CurrentImage of(
      DesiredImage desired, ObservedImage observed, ResolvedImage finding, Duration grace) {
    if (desired.recordedImageId().isEmpty()) {
      return finding
          .image()
          .<CurrentImage>map(image -> new CurrentImage.Pinned(image, Optional.empty()))
          .orElseGet(() -> new CurrentImage.Unresolved(finding.message()));
    }
    Optional<Image> other =
        finding.image().filter(image -> !image.id().equals(desired.recordedImageId().get()));
    if (desired.source().followsNewest() && other.isPresent()) {
      return new CurrentImage.Pinned(other.get(), Optional.empty());
    }
    return observed
        .byId()
        .map(presence -> CurrentImage.byId(desired, presence, observed.observedAt(), grace))
        .map(pin -> pin instanceof CurrentImage.Untagged(Image image) ? pinned(image, other) : pin)
        .orElseGet(CurrentImage.None::new);
  }

  private static CurrentImage pinned(Image image, Optional<Image> other) {
    return new CurrentImage.Pinned(image, other);
  }
}
