package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import java.util.Set;

/** The EC2 actions by which a policy undoes what it did; they restrict the use of no image. */
final class ReversalActions {
  private ReversalActions() {}

  static boolean contains(AwsAction action) {
    return switch (action) {
      case ImageAction.EnableImageDeprecation restored -> true;
      case ImageAction.DisableImageDeprecation lifted -> true;
      case ImageAction.EnableImage enabled -> true;
      case ImageAction.ModifyLaunchPermissions(var id, var add, var remove) -> remove.isEmpty();
      case TagAction.CreateTags(var ids, var tags) ->
          tags.keySet().equals(Set.of(TagKeys.DISABLED));
      case TagAction.DeleteTags(var ids, var keys) -> TakenSteps.TAGS.containsAll(keys);
      default -> false;
    };
  }
}
