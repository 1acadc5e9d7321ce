package dev.amioperator.retention;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applies tag actions to an image. */
final class AppliedActions {
  private AppliedActions() {}

  static Image applyTo(List<AwsAction> actions, Image image) {
    Map<String, String> tags = new HashMap<>(image.tags());
    for (AwsAction awsAction : actions) {
      switch (awsAction) {
        case TagAction.CreateTags(var ids, var more) when ids.contains(image.id()) ->
            tags.putAll(more);
        case TagAction.DeleteTags(var ids, var keys) when ids.contains(image.id()) ->
            tags.keySet().removeAll(keys);
        case TagAction.CreateTags createTags -> {}
        case TagAction.DeleteTags deleteTags -> {}
        default -> throw new AssertionError("not a tag action: " + awsAction);
      }
    }
    return RetentionImageFixtures.withOnlyTags(image, tags);
  }
}
