package dev.amioperator.attributes;

import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.AwsAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a plan is carried out for a spec that would share more than the AwsAccount allows:
 * nothing is made and nobody is let in, but what was made before is looked after, and whoever is to
 * lose a permission loses it.
 */
public final class AllowedPlan {
  private AllowedPlan() {}

  /** The plan without what is refused; with nothing left to do, the refusal is the verdict. */
  public static Plan of(Plan plan, ReadyState refusal) {
    List<AwsAction> left =
        plan.actions().stream().flatMap(awsAction -> allowedPart(awsAction).stream()).toList();
    return new Plan(left, left.isEmpty() ? refusal : plan.readyState());
  }

  private static Optional<AwsAction> allowedPart(AwsAction awsAction) {
    return switch (awsAction) {
      case AwsAction.CreateImage create -> Optional.empty();
      case AwsAction.RegisterImageFromSnapshot register -> Optional.empty();
      case AwsAction.RegisterImageFromManifest register -> Optional.empty();
      case AwsAction.CreateRestoreImageTask restore -> Optional.empty();
      case AwsAction.CopyImage copyImage -> Optional.empty();
      case AwsAction.RunInstances runInstances -> Optional.empty();
      case AwsAction.ModifyImage(
              var id,
              ImageChange.ModifyLaunchPermissions(var add, var remove)) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(
                  others ->
                      new AwsAction.ModifyImage(
                          id,
                          new ImageChange.ModifyLaunchPermissions(LaunchPermissions.NONE, others)));
      case AwsAction.ModifySnapshotAttribute(var id, var add, var remove) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(others -> new AwsAction.ModifySnapshotAttribute(id, Set.of(), others));
      case AwsAction.ModifyImage modifyImage -> Optional.of(modifyImage);
      case AwsAction.CreateTags createTags -> Optional.of(createTags);
      case AwsAction.DeleteTags deleteTags -> Optional.of(deleteTags);
      case AwsAction.DeregisterImage deregisterImage -> Optional.of(deregisterImage);
      case AwsAction.DeleteSnapshot delete -> Optional.of(delete);
      case AwsAction.RestoreImageFromRecycleBin restore -> Optional.of(restore);
      case AwsAction.RestoreSnapshotFromRecycleBin restore -> Optional.of(restore);
      case AwsAction.TerminateInstances terminateInstances -> Optional.of(terminateInstances);
      case AwsAction.CancelSpotInstanceRequests cancel -> Optional.of(cancel);
    };
  }
}
