package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Observed image and snapshots of an {@link AmiImage}. Empty lists are null. */
@RecordBuilder
@RecordBuilder.Options(buildMethodName = "toStatus")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AmiImageStatus(
    @JsonPropertyDescription(
            "The spec generation that this status reflects; -1 before the first reconcile.")
        @Min(-1) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription("The AWS account, by STS, that the image is pinned to.")
        @Size(max = 12) String accountId,
    @JsonPropertyDescription("The AMI.") @Size(max = 32) String imageId,
    @JsonPropertyDescription("The name of the AMI in EC2.") @Size(max = 128) String imageName,
    @JsonPropertyDescription("EC2's state of the AMI: pending, available, failed, deregistered, …")
        @Size(max = 32) String state,
    @JsonPropertyDescription(
            "The ledger of the AMI's snapshots: Created snapshots are deleted with it, Foreign ones"
                + " are never touched.")
        @Size(max = 100) List<SnapshotEntry> snapshots,
    @JsonPropertyDescription("The tag keys that this object set, and alone removes.")
        @Size(max = 200) List<@Size(max = 128) String> managedTagKeys,
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.")
        @Size(max = 8) List<Condition> conditions,
    @JsonPropertyDescription(
            "For a lookup or an SSM parameter: the newest image found, while it is not followed.")
        @Size(max = 32) String newerImageId,
    @JsonPropertyDescription(
            "For a lookup or an SSM parameter: the image that this object represented before it"
                + " followed to the current image.")
        @Size(max = 32) String previousImageId,
    @JsonPropertyDescription("For source.build: the latest build.") BuildStatus build,
    @JsonPropertyDescription(
            "The optional fields of the spec that have set something in EC2 and were not cleared"
                + " since, removed fields included.")
        @Size(max = 16) List<@Size(max = 64) String> managedFields)
    implements ConditionedStatus {

  /** Copy of this status with another latest build; null for none. */
  public AmiImageStatus withBuild(BuildStatus latest) {
    return AmiImageStatusBuilder.builder(this).build(latest).toStatus();
  }
}
