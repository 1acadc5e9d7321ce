package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Verdict;
import java.util.Optional;

/** The image to be copied, as far as it is known. */
sealed interface Source {
  /** There, and ready to be copied. */
  record Available(SourceId known, Image image) implements Source {}

  /** Not looked at, because no copy needs it. */
  record Unread(SourceId known) implements Source {}

  /** Nothing can be copied now; copies that are there already stay what they are. */
  record Unavailable(SourceId known, Verdict why) implements Source {}

  /** Not even its id is known. */
  record Unknown(Verdict why) implements Source {}

  /** Which image it is. */
  default Optional<SourceId> id() {
    return switch (this) {
      case Available(var known, var image) -> Optional.of(known);
      case Unread(var known) -> Optional.of(known);
      case Unavailable(var known, var why) -> Optional.of(known);
      case Unknown(var why) -> Optional.empty();
    };
  }
}
