package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.ResourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** CreateTags, DeleteTags and DescribeTags. */
public final class Tags {
  private static final int MAX_RESOURCES = 1000;

  /** Tag of an EC2 resource, as DescribeTags lists it. */
  private record ResourceTag(Resource resource, String key, String value) {}

  private static final Filters<ResourceTag> FILTERS =
      new Filters<ResourceTag>()
          .onTags((call, resourceTag) -> Map.of(resourceTag.key(), resourceTag.value()))
          .on("key", ResourceTag::key)
          .on("value", ResourceTag::value)
          .on("resource-id", resourceTag -> resourceTag.resource().id())
          .on("resource-type", resourceTag -> resourceTag.resource().type());

  /**
   * CreateTags: tags all EC2 resources or none.
   *
   * @throws ApiError {@code MissingParameter}, {@code InvalidParameterValue}, {@code
   *     TagLimitExceeded}, and the NotFound error of a missing resource
   */
  public CreateTagsResponse create(Call call, CreateTagsRequest request) {
    if (request.tags().isEmpty()) {
      throw Ec2Errors.missingParameter("Tag");
    }
    Map<String, String> tags = TagRules.validated(request.tags());
    List<Resource> resources = find(call, request.resources());
    for (Resource resource : resources) {
      Map<String, String> after = new HashMap<>(resource.tags());
      after.putAll(tags);
      TagRules.checkLimit(after);
      call.authorizeTags(resource, tags, ResourceKeys.requestTags(tags).build());
    }
    call.checkDryRun();
    resources.forEach(resource -> tags.forEach((k, v) -> tag(call, resource, k, v)));
    return CreateTagsResponse.builder().build();
  }

  /**
   * DeleteTags: by key, or by key and value; without tags, all tags of the user.
   *
   * @throws ApiError {@code MissingParameter}, and the NotFound error of a missing resource
   */
  public DeleteTagsResponse delete(Call call, DeleteTagsRequest request) {
    List<Resource> resources = find(call, request.resources());
    if (request.tags().stream()
        .anyMatch(tag -> tag.key() != null && TagRules.reserved(tag.key()))) {
      throw Ec2Errors.invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    }
    RequestContext deleted = deletedTags(request.tags());
    resources.forEach(resource -> call.authorizeTags(resource, Map.of(), deleted));
    call.checkDryRun();
    for (Resource resource : resources) {
      keysToDelete(resource, request.tags()).forEach(key -> untag(call, resource, key));
    }
    return DeleteTagsResponse.builder().build();
  }

  /** DescribeTags, for the resources of the caller. */
  public DescribeTagsResponse describe(Call call, DescribeTagsRequest request) {
    Paging paging =
        new Paging(call, "DescribeTags", request.maxResults(), request.nextToken())
            .requireMinResults(5);
    var passes = FILTERS.compile(call, request.filters());
    NavigableMap<String, ResourceTag> candidates = new TreeMap<>();
    resources(call, request)
        .forEach(
            resource ->
                resource
                    .tags()
                    .forEach(
                        (key, value) ->
                            candidates.put(
                                resource.id() + "|" + key, new ResourceTag(resource, key, value))));
    Paging.Page<ResourceTag> page = paging.page(candidates, passes);
    return DescribeTagsResponse.builder()
        .tags(page.items().stream().map(Tags::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static Stream<Resource> resources(Call call, DescribeTagsRequest request) {
    return Filters.exactValues(request.filters(), "resource-id")
        .map(ids -> ids.stream().flatMap(id -> own(call, id)))
        .orElseGet(() -> call.region().taggableResources(call.accountId()));
  }

  private static Stream<Resource> own(Call call, String id) {
    return call.region().tableOf(id).stream()
        .map(resourceTable -> (Resource) resourceTable.get(id))
        .filter(resource -> resource != null && resource.ownerId().equals(call.accountId()));
  }

  private static TagDescription show(ResourceTag resourceTag) {
    return TagDescription.builder()
        .resourceId(resourceTag.resource().id())
        .resourceType(resourceTag.resource().type())
        .key(resourceTag.key())
        .value(resourceTag.value())
        .build();
  }

  private static List<Resource> find(Call call, Collection<String> ids) {
    if (ids.isEmpty()) {
      throw Ec2Errors.missingParameter("resourceIdSet");
    }
    if (ids.size() > MAX_RESOURCES) {
      throw Ec2Errors.invalidValue(
          "At most " + MAX_RESOURCES + " resources can be tagged in a call");
    }
    List<Resource> found = new ArrayList<>();
    for (String id : ids) {
      found.add(find(call, id));
    }
    return found;
  }

  private static Resource find(Call call, String id) {
    if (call.region().tableOf(id).isEmpty()) {
      throw new ApiError("InvalidID", "The ID '" + id + "' is not valid");
    }
    Resource resource = own(call, id).findFirst().orElse(null);
    if (resource != null) {
      return resource;
    }
    throw switch (id.substring(0, id.lastIndexOf('-'))) {
      case "ami" -> Ec2Errors.imagesNotFound(List.of(id));
      case "snap" -> Ec2Errors.snapshotNotFound(id);
      case "i" ->
          new ApiError("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
      case "lt" ->
          new ApiError(
              "InvalidLaunchTemplateId.NotFound",
              "The specified launch template, with template ID " + id + ", does not exist.");
      case "vol" ->
          new ApiError("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
      case "vpc" -> new ApiError("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
      case "subnet" ->
          new ApiError("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
      case "sg" ->
          new ApiError("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
      default -> new ApiError("InvalidID", "The ID '" + id + "' is not valid");
    };
  }

  /** Condition keys of a DeleteTags request, which may have tags without values. */
  private static RequestContext deletedTags(List<Tag> tags) {
    RequestContext.Builder keys = RequestContext.builder();
    List<Tag> named = tags.stream().filter(tag -> tag.key() != null).toList();
    keys.put("aws:TagKeys", named.stream().map(Tag::key).toList());
    named.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
    return keys.build();
  }

  private static List<String> keysToDelete(Resource resource, List<Tag> tags) {
    if (tags.isEmpty()) {
      return resource.tags().keySet().stream().filter(key -> !TagRules.reserved(key)).toList();
    }
    return tags.stream()
        .filter(
            tag ->
                tag.key() != null
                    && (tag.value() == null || tag.value().equals(resource.tags().get(tag.key()))))
        .map(Tag::key)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static ResourceTable<Resource> table(Call call, Resource resource) {
    return (ResourceTable<Resource>) call.region().tableOf(resource.id()).orElseThrow();
  }

  private static void tag(Call call, Resource resource, String key, String value) {
    table(call, resource).tag(resource, key, value);
  }

  private static void untag(Call call, Resource resource, String key) {
    table(call, resource).untag(resource, key);
  }
}
