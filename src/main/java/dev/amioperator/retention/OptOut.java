package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.TagKeys;
import java.util.Map;

/**
 * The tag {@value TagKeys#KEEP}, with which users keep an image or a snapshot whatever a policy
 * says. Any value counts: one that a user may have meant as "no" is no reason to delete.
 */
final class OptOut {
  private OptOut() {}

  /** Whether the tags of an image or snapshot keep it. */
  static boolean contains(Map<String, String> tags) {
    return tags.containsKey(TagKeys.KEEP);
  }

  /**
   * Whether the tag, as it is right before the call, prevents an action: one that deletes the
   * resource or restricts its use. What restores an image, or changes the tags of policies, is
   * permitted.
   */
  static boolean prevents(AwsAction action) {
    return action instanceof ImageAction.DeregisterImage
        || action instanceof ImageAction.DisableImage
        || action instanceof ImageAction.EnableImageDeprecation
        || action instanceof ImageAction.DisableFastLaunch
        || action instanceof SnapshotAction.DeleteSnapshot;
  }
}
