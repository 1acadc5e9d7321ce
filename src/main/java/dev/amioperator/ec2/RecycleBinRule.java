package dev.amioperator.ec2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A retention rule of the Recycle Bin that is in force. A rule with tags keeps deleted resources
 * that have any of them; a rule without keeps all of the region, except those with an excluded tag
 * (EBS user guide, "Recycle Bin").
 *
 * @param type of the resources that it keeps
 * @param days how long it keeps them, 1 to 365
 * @param tags any of which is enough; empty: a rule of the whole region
 * @param excludedTags of resources that a rule of the region does not keep
 */
public record RecycleBinRule(
    RecycledType type, int days, List<TagPattern> tags, List<TagPattern> excludedTags) {
  public RecycleBinRule {
    tags = List.copyOf(tags);
    excludedTags = List.copyOf(excludedTags);
  }

  /** Types of resources in the Recycle Bin that the operator deletes (rbin ResourceType). */
  public enum RecycledType {
    EC2_IMAGE,
    EBS_SNAPSHOT
  }

  /**
   * A tag in a rule.
   *
   * @param value empty: the rule has none, and AWS does not say which values that matches
   */
  public record TagPattern(String key, Optional<String> value) {
    /** Whether a tag matches for certain. */
    private boolean matches(Map<String, String> resource) {
      return resource.containsKey(key) && resource.get(key).equals(value.orElse(""));
    }

    /** Whether a tag may match. */
    private boolean mayMatch(Map<String, String> resource) {
      return resource.containsKey(key)
          && value.map(expected -> expected.equals(resource.get(key))).orElse(true);
    }
  }

  /** Whether the rule keeps a resource for certain, once it is deleted. */
  public boolean keeps(RecycledType resourceType, Map<String, String> resource) {
    return type == resourceType
        && (tags.isEmpty() || tags.stream().anyMatch(tag -> tag.matches(resource)))
        && excludedTags.stream().noneMatch(tag -> tag.mayMatch(resource));
  }
}
