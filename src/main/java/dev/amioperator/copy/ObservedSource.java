package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ReadyState;
import java.util.Optional;

/** The image to be copied, as far as it is known. */
sealed interface ObservedSource {
  /** There, and ready to be copied. */
  record Available(SourceId sourceId, Image image) implements ObservedSource {}

  /** Not looked at, because no copy needs it. */
  record Unobserved(SourceId sourceId) implements ObservedSource {}

  /** Nothing can be copied now; copies that are there already stay what they are. */
  record Unavailable(SourceId sourceId, ReadyState readyState) implements ObservedSource {}

  /** Not even its id is known. */
  record Unknown(ReadyState readyState) implements ObservedSource {}

  /** Which image it is. */
  default Optional<SourceId> id() {
    return switch (this) {
      case Available(var known, var image) -> Optional.of(known);
      case Unobserved(var known) -> Optional.of(known);
      case Unavailable(var known, var why) -> Optional.of(known);
      case Unknown(var why) -> Optional.empty();
    };
  }
}
