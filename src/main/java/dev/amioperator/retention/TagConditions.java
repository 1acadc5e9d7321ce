package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.SnapshotAction;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy's spec demands of the tags of an image, as they are right before a call: users
 * change tags between a decision and its execution.
 *
 * @param keep of which the tags keep an image
 */
record TagConditions(ImageSelector selector, KeepRules keep) {
  static TagConditions of(AmiRetentionPolicySpec spec) {
    return new TagConditions(ImageSelector.of(spec.select()), KeepRules.of(spec.keep()));
  }

  /**
   * Why the tags prevent an action that retires their image, as a predicate for a sentence that
   * begins with its id. Snapshots need no tags of the policy.
   */
  Optional<String> objection(AwsAction action, Map<String, String> tags) {
    if (!OptOut.prevents(action) || action instanceof SnapshotAction) {
      return Optional.empty();
    }
    return selector.selectsTags(tags)
        ? keep.keepTag(tags)
            .map("has the tag %s, by which keep.tags of the policy keeps it"::formatted)
        : Optional.of("has other tags now than the policy selects");
  }
}
