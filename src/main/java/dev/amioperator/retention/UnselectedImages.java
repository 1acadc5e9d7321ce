package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.TagKeys;
import java.util.List;

/**
 * Images that an enforced policy selected before. Without the tag {@value TagKeys#UNKEPT_SINCE},
 * their retention period restarts when a policy selects them again.
 */
final class UnselectedImages {
  private UnselectedImages() {}

  /**
   * The DeleteTags calls for images that objects of the policy's namespace created and no enforced
   * policy selects. Images of others keep the tag: another cluster's policy may have set it.
   */
  static List<PlannedActions> untag(Facts facts) {
    return facts.inventory().entrySet().stream()
        .map(
            entry ->
                PlannedActions.onTags(
                    entry.getKey(),
                    UnkeptSinceTag.removals(
                        entry.getValue().stream()
                            .filter(image -> image.tags().containsKey(TagKeys.UNKEPT_SINCE))
                            .filter(image -> unselected(facts, entry.getKey(), image))
                            .map(Image::id))))
        .filter(planned -> !planned.actions().isEmpty())
        .toList();
  }

  private static boolean unselected(Facts facts, AccountRegion accountRegion, Image image) {
    return facts
            .policy()
            .accounts()
            .in(accountRegion)
            .filter(coverage -> coverage.createdInNamespace(image))
            .isPresent()
        && !facts.policy().selects(accountRegion, image)
        && facts.otherPolicies().values().stream()
            .filter(EffectivePolicy::enforce)
            .noneMatch(other -> other.selects(accountRegion, image));
  }
}
