package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Table;
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

  /** One tag of one resource, as DescribeTags lists them. */
  private record Carried(Resource resource, String key, String value) {}

  private static final Filters<Carried> FILTERS =
      new Filters<Carried>()
          .onTags((call, carried) -> Map.of(carried.key(), carried.value()))
          .on("key", Carried::key)
          .on("value", Carried::value)
          .on("resource-id", carried -> carried.resource().id())
          .on("resource-type", carried -> carried.resource().type());

  /**
   * CreateTags: all of the resources get the tags, or none.
   *
   * @throws ApiError {@code MissingParameter}, {@code InvalidParameterValue}, {@code
   *     TagLimitExceeded}, and the NotFound of a resource that is not there
   */
  public CreateTagsResponse create(Call call, CreateTagsRequest request) {
    if (request.tags().isEmpty()) {
      throw Errors.missing("Tag");
    }
    Map<String, String> tags = TagRules.checked(request.tags());
    List<Resource> resources = find(call, request.resources());
    for (Resource resource : resources) {
      Map<String, String> after = new HashMap<>(resource.tags());
      after.putAll(tags);
      TagRules.limit(after);
      call.authorizeTags(resource, tags);
    }
    call.proceed();
    resources.forEach(resource -> tags.forEach((k, v) -> tag(call, resource, k, v)));
    return CreateTagsResponse.builder().build();
  }

  /**
   * DeleteTags: by key, or by key and value; without tags, all that the user has set.
   *
   * @throws ApiError {@code MissingParameter}, and the NotFound of a resource that is not there
   */
  public DeleteTagsResponse delete(Call call, DeleteTagsRequest request) {
    List<Resource> resources = find(call, request.resources());
    if (request.tags().stream()
        .anyMatch(tag -> tag.key() != null && TagRules.reserved(tag.key()))) {
      throw Errors.invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    }
    call.proceed();
    for (Resource resource : resources) {
      doomed(resource, request.tags()).forEach(key -> untag(call, resource, key));
    }
    return DeleteTagsResponse.builder().build();
  }

  /** DescribeTags: those on the caller's own resources. */
  public DescribeTagsResponse describe(Call call, DescribeTagsRequest request) {
    Paging paging =
        new Paging(call, "DescribeTags", request.maxResults(), request.nextToken()).within(5);
    var passes = FILTERS.compile(call, request.filters());
    NavigableMap<String, Carried> candidates = new TreeMap<>();
    resources(call, request)
        .forEach(
            resource ->
                resource
                    .tags()
                    .forEach(
                        (key, value) ->
                            candidates.put(
                                resource.id() + "|" + key, new Carried(resource, key, value))));
    Paging.Page<Carried> page = paging.of(candidates, passes);
    return DescribeTagsResponse.builder()
        .tags(page.items().stream().map(Tags::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static Stream<Resource> resources(Call call, DescribeTagsRequest request) {
    return Filters.exactValues(request.filters(), "resource-id")
        .map(ids -> ids.stream().flatMap(id -> own(call, id)))
        .orElseGet(() -> call.region().taggable(call.accountId()));
  }

  private static Stream<Resource> own(Call call, String id) {
    return call.region().tableOf(id).stream()
        .map(table -> (Resource) table.get(id))
        .filter(resource -> resource != null && resource.ownerId().equals(call.accountId()));
  }

  private static TagDescription show(Carried carried) {
    return TagDescription.builder()
        .resourceId(carried.resource().id())
        .resourceType(carried.resource().type())
        .key(carried.key())
        .value(carried.value())
        .build();
  }

  private static List<Resource> find(Call call, Collection<String> ids) {
    if (ids.isEmpty()) {
      throw Errors.missing("resourceIdSet");
    }
    if (ids.size() > MAX_RESOURCES) {
      throw Errors.invalidValue("At most " + MAX_RESOURCES + " resources can be tagged in a call");
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
      call.authorize(resource);
      return resource;
    }
    throw switch (id.substring(0, id.lastIndexOf('-'))) {
      case "ami" -> Errors.noSuchImages(List.of(id));
      case "snap" -> Errors.noSuchSnapshot(id);
      case "i" ->
          new ApiError("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
      case "lt" ->
          new ApiError(
              "InvalidLaunchTemplateId.NotFound",
              "The specified launch template, with template ID " + id + ", does not exist.");
      default -> new ApiError("InvalidID", "The ID '" + id + "' is not valid");
    };
  }

  private static List<String> doomed(Resource resource, List<Tag> tags) {
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
  private static Table<Resource> table(Call call, Resource resource) {
    return (Table<Resource>) call.region().tableOf(resource.id()).orElseThrow();
  }

  private static void tag(Call call, Resource resource, String key, String value) {
    table(call, resource).tag(resource, key, value);
  }

  private static void untag(Call call, Resource resource, String key) {
    table(call, resource).untag(resource, key);
  }
}
