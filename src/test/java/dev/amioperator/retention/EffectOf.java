package dev.amioperator.retention;

import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An image as the tagging actions leave it. */
final class EffectOf {
  private EffectOf() {}

  static Image actions(List<Action> actions, Image image) {
    Map<String, String> tags = new HashMap<>(image.tags());
    for (Action action : actions) {
      switch (action) {
        case Action.Tag(var ids, var more) when ids.contains(image.id()) -> tags.putAll(more);
        case Action.Untag(var ids, var keys) when ids.contains(image.id()) ->
            tags.keySet().removeAll(keys);
        case Action.Tag tag -> {}
        case Action.Untag untag -> {}
        default -> throw new AssertionError("marking does nothing but tag: " + action);
      }
    }
    return Images.retagged(image, tags);
  }
}
