package dev.amioperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** Decisions of an {@link AmiRetentionPolicy}, and images being retired. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RecordBuilder
public record AmiRetentionPolicyStatus(
    @JsonPropertyDescription(
            "The spec generation that this status reflects; -1 before the first reconcile.")
        @Min(-1) @Max(Api.MAX_LONG) Long observedGeneration,
    @JsonPropertyDescription("The AWS accounts of the spec.") @Size(max = 16) List<PolicyAccount> accounts,
    @JsonPropertyDescription(
            "Of target Resources: since when mode Enforce has been evaluated without a break, RFC"
                + " 3339; that of images is in accounts.")
        @Size(max = 64) String enforcingSince,
    @JsonPropertyDescription("Of target Resources: when mode Enforce was last evaluated, RFC 3339.")
        @Size(max = 64) String lastEnforced,
    @JsonPropertyDescription("Of target Resources: hash of what mode Enforce applies to.")
        @Size(max = 64) String enforcedScope,
    @JsonPropertyDescription("The decision; while progress is present, the decision so far.")
        Plan plan,
    @JsonPropertyDescription(
            "The approval by spec.approvedPlan, in mode Approved; nothing is done by it before it is"
                + " recorded here.")
        Approval approval,
    @JsonPropertyDescription(
            "The hashes of the plans that can be approved, oldest first; each is in a ConfigMap.")
        @Size(max = 32) List<@Size(max = 71) String> approvablePlans,
    @JsonPropertyDescription(
            "How far the first evaluation of the spec is. Absent: every image is decided.")
        Progress progress,
    @JsonPropertyDescription(
            "The ledger of images that are being retired: written before they are deregistered,"
                + " kept until the deletion of each snapshot is confirmed.")
        @Size(max = 1000) List<Retiring> retiring,
    @JsonPropertyDescription(
            "Where images may be retired by a step that can be undone; written before the first is. A"
                + " deleted policy undoes it there.")
        @Size(max = 512) List<PolicyRegion> reversible,
    @JsonPropertyDescription(
            "For target Resources: the objects that are being deleted, counted in retired before that.")
        @Size(max = 1000) List<DeletedObject> deleting,
    @JsonPropertyDescription(
            "When images were deregistered, or objects deleted, in the last 24 hours, RFC 3339, for the"
                + " limits.")
        @Size(max = 1000) List<@Size(max = 64) String> retired,
    @JsonPropertyDescription(
            "The orphaned snapshots that were counted for limits.maxSnapshots in the last 24 hours: each"
                + " is recorded before it is deleted.")
        @Size(max = 1000) List<SnapshotDeletion> snapshotDeletions,
    @JsonPropertyDescription("Ready always; Reconciling and Stalled only while True.")
        @Size(max = 8) List<Condition> conditions)
    implements ConditionedStatus {

  /** Account and region in which a policy changes images. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PolicyRegion(
      @JsonPropertyDescription("The AwsAccount.") @Required @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The AWS account of the images.") @Required @Size(max = 12) String accountId,
      @JsonPropertyDescription("The region.") @Required @Size(max = 32) String region) {}

  /** AWS account of a policy. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PolicyAccount(
      @JsonPropertyDescription("The AwsAccount.") @Required @Size(max = 63) String accountRef,
      @JsonPropertyDescription(
              "The AWS account, by STS, whose images were first evaluated; another is refused.")
          @Size(max = 12) String accountId,
      @JsonPropertyDescription(
              "Since when mode Enforce has been evaluated without a break, RFC 3339: no retention"
                  + " period starts earlier. Absent: not in mode Enforce, or suspended.")
          @Size(max = 64) String enforcingSince,
      @JsonPropertyDescription(
              "When mode Enforce was last evaluated in every region, RFC 3339; updated about twice"
                  + " in spec.interval.")
          @Size(max = 64) String lastEnforced,
      @JsonPropertyDescription(
              "Hash of what mode Enforce applies to: policy, account, regions, selection and the"
                  + " AwsAccount's allow.retention. enforcingSince restarts when it changes.")
          @Size(max = 64) String enforcedScope,
      @JsonPropertyDescription("Why nothing is decided in the account. Absent: it is evaluated.")
          @Size(max = 1024) String message) {}

  /** Counts of a decision, and a sample of its items. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  public record Plan(
      @JsonPropertyDescription("The images selected.") @Min(0) @Max(Api.MAX_INT) Integer images,
      @JsonPropertyDescription(
              "Images that nothing keeps: each is deregistered once its retention period has expired"
                  + " and the limits allow it.")
          @Min(0) @Max(Api.MAX_INT) Integer retire,
      @JsonPropertyDescription(
              "Images that no rule keeps, but that are blocked otherwise, such as by a reference.")
          @Min(0) @Max(Api.MAX_INT) Integer blocked,
      @JsonPropertyDescription(
              "In mode Approved, the images of retire that the approved plan contains.")
          @Min(0) @Max(Api.MAX_INT) Integer approved,
      @JsonPropertyDescription(
              "Hash of the images of retire: account, region, image, last step and snapshots, but no"
                  + " dates. To approve them, write it into spec.approvedPlan.")
          @Size(max = 71) String hash,
      @JsonPropertyDescription(
              "The size of the snapshots that only images to retire use, such as 120 GiB. EC2 bills at"
                  + " most as much: data that other snapshots share is billed once.")
          @Size(max = 32) String reclaimable,
      @JsonPropertyDescription(
              "Whose sizes reclaimable adds up. FullSnapshotSize: of the data in the snapshots, as EC2"
                  + " tells. VolumeSize: of their volumes, where EC2 does not tell. Mixed: of both.")
          @Size(max = 32) String reclaimableBasis,
      @JsonPropertyDescription(
              "What reclaimable costs a month at most, by spec.snapshotPrices, such as 6.00 USD.")
          @Size(max = 256) String monthlyPrice,
      @JsonPropertyDescription("The number of images per reason.") @Size(max = 32) Map<String, @Min(0) @Max(Api.MAX_INT) Integer> reasons,
      @JsonPropertyDescription("The first 50 images: to retire, blocked, kept, in this order.")
          @Size(max = 50) List<Item> items,
      @JsonPropertyDescription(
              "What is probably not intended: architectures of which no available image would stay"
                  + " in a region.")
          @Size(max = 50) List<@Size(max = 512) String> warnings,
      @JsonPropertyDescription(
              "For target Resources: the objects selected; retire, blocked, reasons and items are about"
                  + " them.")
          @Min(0) @Max(Api.MAX_INT) Integer objects,
      @JsonPropertyDescription("Snapshots that no image uses, left behind by images.")
          Orphans orphanedSnapshots) {}

  /** Snapshots without an image. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Orphans(
      @JsonPropertyDescription("Their number.") @Min(0) @Max(Api.MAX_INT) Integer count,
      @JsonPropertyDescription(
              "The size of their volumes in GiB; EC2 bills the data, which is at most as large.")
          @Min(0) @Max(Api.MAX_LONG) Long gib,
      @JsonPropertyDescription(
              "What they cost a month at most, by spec.snapshotPrices, such as 6.00 USD.")
          @Size(max = 256) String monthlyPrice,
      @JsonPropertyDescription(
              "With orphanedSnapshots: Delete, those that nothing keeps: each is deleted once its"
                  + " retention period has expired and the limits allow it.")
          @Min(0) @Max(Api.MAX_INT) Integer delete,
      @JsonPropertyDescription(
              "Those whose deletion is blocked, such as by an image in the Recycle Bin, or by a read of"
                  + " EC2 that failed.")
          @Min(0) @Max(Api.MAX_INT) Integer blocked,
      @JsonPropertyDescription("In mode Approved, those of delete that the approved plan contains.")
          @Min(0) @Max(Api.MAX_INT) Integer approved,
      @JsonPropertyDescription("The first 20 of them.") @Size(max = 20) List<Orphan> snapshots) {}

  /** Snapshot without an image. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Orphan(
      @JsonPropertyDescription("The AwsAccount.") @Required @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The AWS account.") @Required @Size(max = 12) String accountId,
      @JsonPropertyDescription("The region.") @Required @Size(max = 32) String region,
      @JsonPropertyDescription("The snapshot.") @Required @Size(max = 32) String snapshotId,
      @JsonPropertyDescription(
              "The reason for the decision, as of an image. Absent: the policy does not delete it.")
          @Size(max = 64) String reason,
      @JsonPropertyDescription("Why it counts as left behind, and what is decided about it.")
          @Size(max = 512) String message) {}

  /** Deletion of an orphaned snapshot. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  public record SnapshotDeletion(
      @JsonPropertyDescription("The AwsAccount.") @Required @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The AWS account of the snapshot.") @Required @Size(max = 12) String accountId,
      @JsonPropertyDescription("The region.") @Required @Size(max = 32) String region,
      @JsonPropertyDescription("The snapshot.") @Required @Size(max = 32) String snapshotId,
      @JsonPropertyDescription("When it was counted, RFC 3339.") @Required @Size(max = 64) String counted,
      @JsonPropertyDescription("When EC2 confirmed the deletion, RFC 3339. Absent: it did not.")
          @Size(max = 64) String deleted,
      @JsonPropertyDescription("Why EC2 did not delete it. Absent: it was not refused.")
          @Size(max = 512) String message) {}

  /** Approval of a plan. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Approval(
      @JsonPropertyDescription("The hash of the approved plan.") @Required @Size(max = 71) String plan,
      @JsonPropertyDescription("When the operator first saw it, RFC 3339.")
          @Required
          @Size(max = 64) String since,
      @JsonPropertyDescription("When it expires, RFC 3339.") @Size(max = 64) String until) {}

  /** Progress of an evaluation, in steps of some percent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Progress(
      @JsonPropertyDescription("The images selected.") @Min(0) @Max(Api.MAX_INT) Integer images,
      @JsonPropertyDescription("Those decided so far.") @Min(0) @Max(Api.MAX_INT) Integer decided,
      @JsonPropertyDescription(
              "Those that no rule keeps but their usage may: EC2 is queried for what uses them, ten"
                  + " in a call, in the order in which they would be due.")
          @Min(0) @Max(Api.MAX_INT) Integer candidates,
      @JsonPropertyDescription("The candidates whose usage is known so far.")
          @Min(0) @Max(Api.MAX_INT) Integer usageKnown,
      @JsonPropertyDescription("The part of the candidates whose usage is known, such as 42%.")
          @Size(max = 8) String percent) {}

  /** Decision about an image or object. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  public record Item(
      @JsonPropertyDescription("The AwsAccount; of an image.") @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The AWS account; of an image.") @Size(max = 12) String accountId,
      @JsonPropertyDescription("The region; of an image.") @Size(max = 32) String region,
      @JsonPropertyDescription("The AMI; of an image.") @Size(max = 32) String imageId,
      @JsonPropertyDescription("The kind; of an object.") ResourceKind kind,
      @JsonPropertyDescription("The name of the image or object.") @Size(max = 128) String name,
      @JsonPropertyDescription("The reason for the decision.") @Required @Size(max = 64) String reason,
      @JsonPropertyDescription("Details of the decision: the reference, the rule or the date.")
          @Size(max = 512) String message) {}

  /** Object that is being deleted. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record DeletedObject(
      @JsonPropertyDescription("The kind.") @Required ResourceKind kind,
      @JsonPropertyDescription("The name.") @Required @Size(max = 63) String name,
      @JsonPropertyDescription("The uid: another object of the name is never deleted for it.")
          @Required
          @Size(max = 64) String uid) {}

  /** Image that is being retired. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Retiring(
      @JsonPropertyDescription("The AwsAccount.") @Required @Size(max = 63) String accountRef,
      @JsonPropertyDescription("The AWS account of the image.") @Required @Size(max = 12) String accountId,
      @JsonPropertyDescription("The region.") @Required @Size(max = 32) String region,
      @JsonPropertyDescription("The AMI.") @Required @Size(max = 32) String imageId,
      @JsonPropertyDescription("The object that created it, if the operator did.") @Size(max = 256) String madeBy,
      @JsonPropertyDescription(
              "The AWS services that manage it, which the policy includes; snapshots with the tags of"
                  + " others stay.")
          @Size(max = 4) List<ManagingService> managedBy,
      @JsonPropertyDescription("The ledger of its snapshots.") @Size(max = 100) List<SnapshotEntry> snapshots) {}
}
