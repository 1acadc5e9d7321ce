package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.SharedTags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags in the SDK requests of EC2 actions. */
final class TagRequests {
  private TagRequests() {}

  static List<TagSpecification> specifications(Map<String, String> tags, ResourceType... types) {
    if (tags.isEmpty()) {
      return null;
    }
    return Stream.of(types)
        .map(
            type ->
                specification(type == ResourceType.IMAGE ? tags : SharedTags.without(tags), type))
        .toList();
  }

  private static TagSpecification specification(Map<String, String> tags, ResourceType type) {
    return TagSpecification.builder().resourceType(type).tags(tags(tags)).build();
  }

  /** Tags by key alone, for DeleteTags. */
  static List<Tag> tags(Set<String> keys) {
    return keys.stream().sorted().map(key -> Tag.builder().key(key).build()).toList();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
