package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ReadyState;
import java.util.Optional;

/** The source image of an AmiCopy, as far as it is known. */
sealed interface ObservedSource {
  /** EC2 lists the image, and it can be copied. */
  record Available(SourceId sourceId, Image image) implements ObservedSource {}

  /** The image was not read, because no copy needs it. */
  record Unobserved(SourceId sourceId) implements ObservedSource {}

  /** The image cannot be copied now; existing copies stay. */
  record Unavailable(SourceId sourceId, ReadyState readyState) implements ObservedSource {}

  /** Not even the image's id is known. */
  record Unknown(ReadyState readyState) implements ObservedSource {}

  default Optional<SourceId> id() {
    return switch (this) {
      case Available(var id, var image) -> Optional.of(id);
      case Unobserved(var id) -> Optional.of(id);
      case Unavailable(var id, var why) -> Optional.of(id);
      case Unknown(var why) -> Optional.empty();
    };
  }
}
