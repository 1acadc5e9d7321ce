package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Identity of an {@link AwsAccount}, as reported by STS. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AwsAccountStatus(
    @JsonPropertyDescription(
            "The spec generation that this status reflects; -1 before the first reconcile.")
        @Min(-1) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription(
            "The account id by STS GetCallerIdentity. Pinned: once known it does not change.")
        @Size(max = 12) String accountId,
    @JsonPropertyDescription(
            "The user or role that EC2 is called as, by STS GetCallerIdentity; an assumed role"
                + " without the name of its session.")
        @Size(max = 600) String principal,
    @JsonPropertyDescription(
            "The images and orphaned snapshots that policies retired in the last 24 hours, for"
                + " limits.retiredImages; written before they are retired.")
        Retired retired,
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.")
        @Size(max = 8) List<Condition> conditions)
    implements ConditionedStatus {

  /** Retired images, of all policies. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Retired(
      @JsonPropertyDescription(
              "Since when they are recorded, RFC 3339: for 24 hours from then no image is retired, as"
                  + " earlier records may be lost.")
          @Size(max = 64) String since,
      @JsonPropertyDescription("The images.") @Size(max = 1000) List<RetiredImage> images) {}

  /** A retired image. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RetiredImage(
      @JsonPropertyDescription("The AMI, or the orphaned snapshot.") @Required @Size(max = 32) String imageId,
      @JsonPropertyDescription("When it was counted, RFC 3339.") @Required @Size(max = 64) String at) {}

  /** The same status without retired images: objects that use the account do not depend on them. */
  public AwsAccountStatus withoutRetired() {
    return withRetired(null);
  }

  /** The same status with other retired images. */
  public AwsAccountStatus withRetired(Retired images) {
    return new AwsAccountStatus(observedGeneration, accountId, principal, images, conditions);
  }
}
