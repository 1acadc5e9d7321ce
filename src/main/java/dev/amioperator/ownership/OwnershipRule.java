package dev.amioperator.ownership;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2Action;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import java.util.List;
import java.util.Map;

/** The EC2 resources that an AWS action changes, and what their tags have to show. */
sealed interface OwnershipRule {

  /**
   * No tags are compared: the action creates an image or instance, or restores from the Recycle
   * Bin. EC2 lists neither the tags of a resource in the Recycle Bin nor the resource itself; once
   * it is restored, its tags decide about every further action.
   */
  record Unchecked() implements OwnershipRule {}

  /**
   * The image has the claimant's tags.
   *
   * @param readNow whether a read of the last seconds does not suffice: the action cannot be
   *     undone, ends launches, or changes who may use the image
   */
  record OwnedImage(String id, boolean readNow) implements OwnershipRule {}

  /**
   * The snapshot has the claimant's tags.
   *
   * @param absentIsDone whether a missing snapshot counts as changed
   */
  record OwnedSnapshot(String id, boolean absentIsDone) implements OwnershipRule {}

  /** The build instance has the claimant's tags; a missing instance counts as terminated. */
  record OwnedInstance(String id) implements OwnershipRule {}

  /**
   * All instances that the Spot request launched have the claimant's tags, which the request has,
   * too. A request without instances counts as cancelled.
   */
  record OwnedSpotRequest(String id) implements OwnershipRule {}

  /** The usage report has the tag of the claimant's cluster; a missing report counts as deleted. */
  record OwnedUsageReport(String id) implements OwnershipRule {}

  /** All images and snapshots have the claimant's tags. */
  record OwnedResources(List<String> ids) implements OwnershipRule {}

  /**
   * No tag of the images and snapshots names another owner, and the new tags name the claimant: an
   * image is adopted, a snapshot handed over, or lost tags are restored.
   */
  record TakenOver(List<String> ids, Map<String, String> tags) implements OwnershipRule {}

  /** The new KMS grant has the name of the claimant's grants. */
  record NamedGrant(String name) implements OwnershipRule {}

  /** The KMS grant has the name of the claimant's grants; a missing grant counts as revoked. */
  record OwnedGrant(String keyArn, String grantId) implements OwnershipRule {}

  /** The rule for an AWS action. */
  static OwnershipRule of(AwsAction action) {
    return switch (action) {
      case Ec2Action ec2Action ->
          switch (ec2Action) {
            case ImageCreationAction creation -> new Unchecked();
            case ImageAction imageAction -> of(imageAction);
            case SnapshotAction snapshotAction -> of(snapshotAction);
            case TagAction tagAction -> of(tagAction);
            case InstanceAction instanceAction -> of(instanceAction);
            case UsageReportAction reportAction -> of(reportAction);
          };
      case KmsAction.CreateGrant create -> new NamedGrant(create.name());
      case KmsAction.RevokeGrant(var keyArn, var grantId) -> new OwnedGrant(keyArn, grantId);
    };
  }

  private static OwnershipRule of(ImageAction action) {
    return switch (action) {
      case ImageAction.DeregisterImage(var id, boolean withSnapshots) -> new OwnedImage(id, true);
      case ImageAction.DisableImage(var id) -> new OwnedImage(id, true);
      case ImageAction.DisableImageDeregistrationProtection(var id) -> new OwnedImage(id, true);
      case ImageAction.DisableFastLaunch(var id) -> new OwnedImage(id, true);
      case ImageAction.ModifyLaunchPermissions(var id, var add, var remove) ->
          new OwnedImage(id, true);
      case ImageAction.RequireImdsV2(var id) -> new OwnedImage(id, true);
      case ImageAction.SetDescription(var id, var description) -> new OwnedImage(id, false);
      case ImageAction.EnableImageDeprecation(var id, var at) -> new OwnedImage(id, false);
      case ImageAction.DisableImageDeprecation(var id) -> new OwnedImage(id, false);
      case ImageAction.EnableImageDeregistrationProtection(var id, boolean withCooldown) ->
          new OwnedImage(id, false);
      case ImageAction.EnableImage(var id) -> new OwnedImage(id, false);
      case ImageAction.EnableFastLaunch(var id, var settings) -> new OwnedImage(id, false);
      case ImageAction.RestoreImageFromRecycleBin(var id) -> new Unchecked();
    };
  }

  private static OwnershipRule of(SnapshotAction action) {
    return switch (action) {
      case SnapshotAction.DeleteSnapshot(var id) -> new OwnedSnapshot(id, true);
      case SnapshotAction.ModifySnapshotAttribute(var id, var add, var remove) ->
          new OwnedSnapshot(id, false);
      case SnapshotAction.RestoreSnapshotFromRecycleBin(var id) -> new Unchecked();
    };
  }

  private static OwnershipRule of(TagAction action) {
    return switch (action) {
      case TagAction.CreateTags(var ids, var tags) ->
          tags.containsKey(TagKeys.RESOURCE) || tags.containsKey(TagKeys.CLUSTER)
              ? new TakenOver(ids, tags)
              : new OwnedResources(ids);
      case TagAction.DeleteTags(var ids, var keys) -> new OwnedResources(ids);
    };
  }

  private static OwnershipRule of(InstanceAction action) {
    return switch (action) {
      case InstanceAction.RunInstances run -> new Unchecked();
      case InstanceAction.TerminateInstances(var id) -> new OwnedInstance(id);
      case InstanceAction.CancelSpotInstanceRequests(var id) -> new OwnedSpotRequest(id);
    };
  }

  /** A report shows how the image is used, and changes nothing about it. */
  private static OwnershipRule of(UsageReportAction action) {
    return switch (action) {
      case UsageReportAction.CreateImageUsageReport create ->
          new OwnedImage(create.imageId(), false);
      case UsageReportAction.DeleteImageUsageReport(var id) -> new OwnedUsageReport(id);
    };
  }
}
