package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.TagAction;

/** The EC2 actions by which a policy undoes what it did; they restrict the use of no image. */
final class ReversalActions {
  private ReversalActions() {}

  static boolean contains(AwsAction action) {
    return switch (action) {
      case ImageAction.EnableImageDeprecation restored -> true;
      case ImageAction.DisableImageDeprecation lifted -> true;
      case TagAction.DeleteTags(var ids, var keys) -> TakenSteps.TAGS.containsAll(keys);
      default -> false;
    };
  }
}
