package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/**
 * The latest build of an {@link AmiImage}, written down before each step that a successor would
 * have to know of. Absent fields are null.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildStatus(
    @JsonPropertyDescription("The instance that builds, or built.") @Size(max = 32) String instanceId,
    @JsonPropertyDescription("The image that it was launched from.") @Size(max = 32) String baseImageId,
    @JsonPropertyDescription("Stands for the user data that it was launched with.") @Size(max = 16) String userDataHash,
    @JsonPropertyDescription("When it was launched.") @Size(max = 32) String launchedAt,
    @JsonPropertyDescription("When it was first seen stopped, or missed.") @Size(max = 32) String endedAt,
    @JsonPropertyDescription("Why the build failed, if it did.") @Size(max = 8192) String failure,
    @JsonPropertyDescription("The image that came of it, once that is available.") @Size(max = 32) String imageId,
    @JsonPropertyDescription("The instance of the build before this one.") @Size(max = 32) String previousInstanceId,
    @JsonPropertyDescription("How often EC2 refused to launch it; null for never.")
        @Min(1) @Max(Api.MAX_INT) Integer refusals) {

  /**
   * A build of which nothing is known yet.
   *
   * @param instanceId the instance of the build before; null for the first one
   */
  public static BuildStatus after(String instanceId) {
    return new BuildStatus(null, null, null, null, null, null, null, instanceId, null);
  }

  /** What the builder is going to be launched with. */
  public BuildStatus announced(String base, String userData) {
    return new BuildStatus(
        instanceId,
        base,
        userData,
        launchedAt,
        endedAt,
        failure,
        imageId,
        previousInstanceId,
        refusals);
  }

  /** EC2 refused to launch it, so that it has to be asked anew. */
  public BuildStatus refused() {
    return new BuildStatus(
        instanceId,
        baseImageId,
        userDataHash,
        launchedAt,
        null,
        failure,
        imageId,
        previousInstanceId,
        refusals == null ? 1 : refusals + 1);
  }

  /** The builder is there. */
  public BuildStatus launched(String id, String at) {
    return new BuildStatus(
        id, baseImageId, userDataHash, at, null, failure, imageId, previousInstanceId, refusals);
  }

  /**
   * The builder is not running any more.
   *
   * @param at null: it runs again, or is seen again
   */
  public BuildStatus ended(String at) {
    return new BuildStatus(
        instanceId,
        baseImageId,
        userDataHash,
        launchedAt,
        at,
        failure,
        imageId,
        previousInstanceId,
        refusals);
  }

  /** Nothing came of it. */
  public BuildStatus failed(String why) {
    return new BuildStatus(
        instanceId,
        baseImageId,
        userDataHash,
        launchedAt,
        endedAt,
        why,
        null,
        previousInstanceId,
        refusals);
  }

  /** An image came of it. */
  public BuildStatus made(String image) {
    return new BuildStatus(
        instanceId,
        baseImageId,
        userDataHash,
        launchedAt,
        endedAt,
        null,
        image,
        previousInstanceId,
        refusals);
  }
}
