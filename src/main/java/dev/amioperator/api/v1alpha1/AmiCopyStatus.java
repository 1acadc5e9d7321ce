package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** Observed copies of an {@link AmiCopy}, region by region. */
@RecordBuilder
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AmiCopyStatus(
    @JsonPropertyDescription(
            "The spec generation that this status reflects; -1 before the first reconcile.")
        @Min(-1) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription("The AwsAccount whose credentials the source is read with.")
        @Size(max = 63) String accountRef,
    @JsonPropertyDescription(
            "The AWS account, by STS, that the source is read in; each region is pinned to its own.")
        @Size(max = 12) String accountId,
    @JsonPropertyDescription("The AMI that is copied.") @Size(max = 32) String sourceImageId,
    @JsonPropertyDescription("The region of the AMI that is copied.") @Size(max = 32) String sourceRegion,
    @JsonPropertyDescription("Available copies of those wanted, such as 3/5.") @Size(max = 16) String copies,
    @JsonPropertyDescription("An entry per region, including regions whose copy is being deleted.")
        @Size(max = 400) List<RegionStatus> regions,
    @JsonPropertyDescription(
            "What other accounts may do with the source image while they copy it. Recorded before it is"
                + " granted; only what is recorded is revoked, once their copies are available.")
        @Size(max = 100) List<CopyGrant> grants,
    @JsonPropertyDescription("The tag keys that this object set, and alone removes.")
        @Size(max = 200) List<@Size(max = 128) String> managedTagKeys,
    @JsonPropertyDescription(
            "The spec fields whose values this object set in EC2, also after they left the spec:"
                + " launchPermissions, launchPermissions.includeSnapshots, description, deprecation,"
                + " deregistrationProtection. An explicit empty value clears and ends that.")
        @Size(max = 8) List<@Size(max = 64) String> managedFields,
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.")
        @Size(max = 8) List<Condition> conditions)
    implements ConditionedStatus {

  /** Observed copy in a region. */
  @RecordBuilder
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record RegionStatus(
      @JsonPropertyDescription("The AWS account of the copy.") @Required @Size(max = 12) String accountId,
      @JsonPropertyDescription("The AwsAccount whose credentials the copy is made with.")
          @Size(max = 63) String account,
      @JsonPropertyDescription("The region of the copy.") @Required @Size(max = 32) String region,
      @JsonPropertyDescription("The copy's AMI.") @Size(max = 32) String imageId,
      @JsonPropertyDescription(
              "The copy's name in EC2; recorded before CopyImage is called, so that a copy whose id"
                  + " was lost can be found.")
          @Size(max = 128) String imageName,
      @JsonPropertyDescription(
              "EC2's state of the copy (pending, available, failed, …), or Queued, Gone or Deleting.")
          @Size(max = 32) String state,
      @JsonPropertyDescription("Since when the copy waits for its turn in the region's queue.")
          @Size(max = 32) String queuedSince,
      @JsonPropertyDescription(
              "When the copy is expected to be available; corrected only by more than 20 % and five"
                  + " minutes.")
          @Size(max = 32) String estimatedEnd,
      @JsonPropertyDescription("Progress of the copy in percent, while it is pending.")
          @Min(0) @Max(100) Integer progress,
      @JsonPropertyDescription(
              "The ledger of the copy's snapshots; while the region is Deleting, of all snapshots"
                  + " there.")
          @Size(max = 500) List<SnapshotEntry> snapshots,
      @JsonPropertyDescription(
              "How many older copies of this object the region has, of sources before this one. They"
                  + " are kept until a retention policy or the deletion of this object removes them.")
          @Min(0) @Max(Api.MAX_LONG) Integer supersededCount,
      @JsonPropertyDescription(
              "Some of the superseded copies, and failed ones that are to be removed; EC2's tags name"
                  + " all.")
          @Size(max = 100) List<SupersededCopy> superseded,
      @JsonPropertyDescription(
              "The previous AMI, which failed or was deregistered outside the operator; part of the"
                  + " client token, so that EC2 does not return it again.")
          @Size(max = 32) String previousImageId,
      @JsonPropertyDescription(
              "true while CopyImage may have been called here for this object and the AMI is not"
                  + " known; recorded before the call. A region without it and without imageId is"
                  + " forgotten at once when its destination is removed.")
          Boolean requested,
      @JsonPropertyDescription(
              "true once the copy took longer than the completeWithin that it was made with.")
          Boolean late,
      @JsonPropertyDescription(
              "The deregistration protection that this object manages on the copy, also after the"
                  + " destination left the spec: enabled-without-cooldown or enabled-with-cooldown.")
          @Size(max = 32) String deregistrationProtection,
      @JsonPropertyDescription(
              "A hash of what a copy depended on that EC2 failed to create because of a KMS key: the"
                  + " key's state, policy and grants, the AwsAccounts, and this spec. Another copy is"
                  + " made once it differs.")
          @Size(max = 64) String failedFor,
      @JsonPropertyDescription("Details about the copy in this region.") @Size(max = 1024) String message) {}

  /** Copy of an earlier source image, and the ledger of its snapshots. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record SupersededCopy(
      @JsonPropertyDescription("The AMI.") @Required @Size(max = 32) String imageId,
      @JsonPropertyDescription("The ledger of its snapshots.") @Size(max = 100) List<SnapshotEntry> snapshots) {}
}
