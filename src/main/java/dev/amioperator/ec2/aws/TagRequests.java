package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.TagAction.CreateTags;
import dev.amioperator.ec2.TagAction.DeleteTags;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** SDK requests of the EC2 tag actions, and tag specifications of other requests. */
final class TagRequests {
  private TagRequests() {}

  static CreateTagsRequest createTags(CreateTags action) {
    return CreateTagsRequest.builder().resources(action.ids()).tags(tags(action.tags())).build();
  }

  static DeleteTagsRequest deleteTags(DeleteTags action) {
    return DeleteTagsRequest.builder()
        .resources(action.ids())
        .tags(action.keys().stream().sorted().map(key -> Tag.builder().key(key).build()).toList())
        .build();
  }

  static List<TagSpecification> specifications(Map<String, String> tags, ResourceType... types) {
    if (tags.isEmpty()) {
      return null;
    }
    return Stream.of(types)
        .map(type -> TagSpecification.builder().resourceType(type).tags(tags(tags)).build())
        .toList();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
