package dev.amioperator.attributes;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a plan that the AwsAccount permits although it refuses the spec. No image is created,
 * no permission granted and no instance launched, but permissions are revoked and existing images
 * maintained.
 */
public final class AllowlistPlanFilter {
  private AllowlistPlanFilter() {}

  /** The plan without refused actions; its ready state is the refusal if none is left. */
  public static Plan of(Plan plan, ReadyState refusal) {
    List<AwsAction> allowed =
        plan.actions().stream().flatMap(action -> allowedPart(action).stream()).toList();
    return new Plan(allowed, allowed.isEmpty() ? refusal : plan.readyState());
  }

  private static Optional<AwsAction> allowedPart(AwsAction action) {
    // Every action is named: whether a new action grants something has to be decided here.
    return switch (action) {
      case ImageCreationAction creation -> Optional.empty();
      case InstanceAction.RunInstances launch -> Optional.empty();
      case ImageAction.EnableFastLaunch _, KmsAction.CreateGrant _ -> Optional.empty();
      case ImageAction.ModifyLaunchPermissions modify -> revocation(modify);
      case SnapshotAction.ModifySnapshotAttribute modify -> revocation(modify);
      case ImageAction.SetDescription _,
          ImageAction.RequireImdsV2 _,
          ImageAction.EnableImageDeprecation _,
          ImageAction.DisableImageDeprecation _,
          ImageAction.EnableImageDeregistrationProtection _,
          ImageAction.DisableImageDeregistrationProtection _,
          ImageAction.DisableImage _,
          ImageAction.EnableImage _,
          ImageAction.DisableFastLaunch _,
          ImageAction.DeregisterImage _,
          ImageAction.RestoreImageFromRecycleBin _,
          SnapshotAction.DeleteSnapshot _,
          SnapshotAction.RestoreSnapshotFromRecycleBin _,
          TagAction.CreateTags _,
          TagAction.DeleteTags _,
          InstanceAction.TerminateInstances _,
          InstanceAction.CancelSpotInstanceRequests _,
          UsageReportAction _,
          KmsAction.RevokeGrant _ ->
          Optional.of(action);
    };
  }

  private static Optional<AwsAction> revocation(ImageAction.ModifyLaunchPermissions modify) {
    return modify.remove().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ImageAction.ModifyLaunchPermissions(
                modify.imageId(), LaunchPermissions.NONE, modify.remove()));
  }

  private static Optional<AwsAction> revocation(SnapshotAction.ModifySnapshotAttribute modify) {
    return modify.remove().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SnapshotAction.ModifySnapshotAttribute(
                modify.snapshotId(), Set.of(), modify.remove()));
  }
}
