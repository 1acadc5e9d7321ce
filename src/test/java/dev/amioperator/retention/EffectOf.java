package dev.amioperator.retention;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.AwsAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An image as the tagging actions leave it. */
final class EffectOf {
  private EffectOf() {}

  static Image actions(List<AwsAction> actions, Image image) {
    Map<String, String> tags = new HashMap<>(image.tags());
    for (AwsAction awsAction : actions) {
      switch (awsAction) {
        case AwsAction.CreateTags(var ids, var more) when ids.contains(image.id()) ->
            tags.putAll(more);
        case AwsAction.DeleteTags(var ids, var keys) when ids.contains(image.id()) ->
            tags.keySet().removeAll(keys);
        case AwsAction.CreateTags createTags -> {}
        case AwsAction.DeleteTags deleteTags -> {}
        default -> throw new AssertionError("marking does nothing but tag: " + awsAction);
      }
    }
    return Images.retagged(image, tags);
  }
}
