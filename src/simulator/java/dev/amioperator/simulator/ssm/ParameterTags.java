package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Tags of SSM parameters; other SSM resources have no tags here. */
public final class ParameterTags {

  /** AddTagsToResource. */
  public AddTagsToResourceResponse add(Call call, AddTagsToResourceRequest request) {
    Parameter parameter =
        find(
            call,
            request.resourceTypeAsString(),
            request.resourceId(),
            requestTags(request.tags()).build());
    request.tags().forEach(tag -> parameter.tags().put(tag.key(), tag.value()));
    return AddTagsToResourceResponse.builder().build();
  }

  /** RemoveTagsFromResource. */
  public RemoveTagsFromResourceResponse remove(Call call, RemoveTagsFromResourceRequest request) {
    Parameter parameter =
        find(
            call,
            request.resourceTypeAsString(),
            request.resourceId(),
            RequestContext.builder().put("aws:TagKeys", request.tagKeys()).build());
    request.tagKeys().forEach(parameter.tags()::remove);
    return RemoveTagsFromResourceResponse.builder().build();
  }

  /** ListTagsForResource. */
  public ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
    Parameter parameter =
        find(call, request.resourceTypeAsString(), request.resourceId(), RequestContext.EMPTY);
    return ListTagsForResourceResponse.builder()
        .tagList(
            parameter.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  /** Condition keys for the tags that a request sets. */
  static RequestContext.Builder requestTags(List<Tag> tags) {
    RequestContext.Builder keys = RequestContext.builder();
    tags.forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), tag.value()));
    return keys.put("aws:TagKeys", tags.stream().map(Tag::key).toList());
  }

  private static Parameter find(Call call, String type, String name, RequestContext request) {
    if (!"Parameter".equals(type)) {
      throw new ApiError("InvalidResourceType", "The resource type " + type + " is not valid.");
    }
    return ParameterLookup.own(call, name, request)
        .orElseThrow(
            () -> new ApiError("InvalidResourceId", "The resource ID " + name + " is not valid."));
  }
}
