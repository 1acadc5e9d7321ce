package dev.amioperator.retention;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.TagKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which steps of retirement an image has behind it, as EC2 shows it. */
final class TakenSteps {
  /** The tags with which policies mark what they did, and undo it. */
  static final List<String> TAGS =
      List.of(TagKeys.DEPRECATION, TagKeys.PERMISSIONS, TagKeys.DISABLED);

  private TakenSteps() {}

  /** Whether nothing is left to do for a step. A failed image can only be deregistered. */
  static boolean taken(RetireStep step, Image image, Instant now) {
    boolean usable =
        image.state() == Image.State.AVAILABLE || image.state() == Image.State.DISABLED;
    return switch (step) {
      case DEPRECATE -> !usable || ImageDeprecation.taken(image, now);
      case DISABLE -> !usable || ImageDisabling.taken(image);
      case DEREGISTER -> false;
    };
  }

  /** The other cluster whose policy has taken a step with the image. */
  static Optional<ClusterId> otherCluster(Image image, ClusterId cluster) {
    return Stream.concat(
            DeprecationTag.of(image).map(DeprecationTag::cluster).stream(),
            PermissionsTag.of(image).map(PermissionsTag::cluster).stream())
        .filter(other -> !other.equals(cluster))
        .findFirst();
  }
}
