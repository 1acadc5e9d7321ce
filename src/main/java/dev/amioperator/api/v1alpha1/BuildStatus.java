package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Latest build of an {@link AmiImage}, recorded before each step that a restarted operator has to
 * know of. Absent fields are null.
 */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildStatus(
    @JsonPropertyDescription("The build instance.") @Size(max = 32) String instanceId,
    @JsonPropertyDescription("The image that it was launched from.") @Size(max = 32) String baseImageId,
    @JsonPropertyDescription("Hash of the user data that it was launched with.") @Size(max = 16) String userDataHash,
    @JsonPropertyDescription("When it was launched.") @Size(max = 32) String launchedAt,
    @JsonPropertyDescription("When it was first observed stopped or missing.") @Size(max = 32) String endedAt,
    @JsonPropertyDescription("Why the build failed, if it did.") @Size(max = 8192) String failure,
    @JsonPropertyDescription("The image created by the build, once available.") @Size(max = 32) String imageId,
    @JsonPropertyDescription("The build instance of the previous build.") @Size(max = 32) String previousInstanceId,
    @JsonPropertyDescription("How often EC2 refused to launch it; absent for never.")
        @Min(1) @Max(Api.MAX_INT) Integer refusals) {

  /**
   * Build after an earlier build instance, with nothing recorded yet.
   *
   * @param instanceId the instance of the build before; null for the first one
   */
  public static BuildStatus after(String instanceId) {
    return BuildStatusBuilder.builder().previousInstanceId(instanceId).build();
  }

  /** Records the base image and user data before the build instance is launched. */
  public BuildStatus announced(String base, String userData) {
    return BuildStatusBuilder.builder(this).baseImageId(base).userDataHash(userData).build();
  }

  /** Counts a RunInstances call that EC2 refused; the launch has to be retried. */
  public BuildStatus refused() {
    return BuildStatusBuilder.builder(this)
        .endedAt(null)
        .refusals(refusals == null ? 1 : refusals + 1)
        .build();
  }

  /** Records the launched build instance. */
  public BuildStatus launched(String id, String at) {
    return BuildStatusBuilder.builder(this).instanceId(id).launchedAt(at).endedAt(null).build();
  }

  /**
   * Records when the build instance stopped running.
   *
   * @param at null: it runs again, or is found again
   */
  public BuildStatus ended(String at) {
    return BuildStatusBuilder.builder(this).endedAt(at).build();
  }

  /** Records the failure of the build; no image was created. */
  public BuildStatus failed(String why) {
    return BuildStatusBuilder.builder(this).failure(why).imageId(null).build();
  }

  /** Records the image that the build created. */
  public BuildStatus made(String image) {
    return BuildStatusBuilder.builder(this).failure(null).imageId(image).build();
  }
}
