package dev.amioperator.attributes;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
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
      case ImageCreationAction creation -> Optional.empty();
      case InstanceAction.RunInstances runInstances -> Optional.empty();
      case ImageAction.ModifyLaunchPermissions(var id, var add, var remove) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(
                  others ->
                      new ImageAction.ModifyLaunchPermissions(id, LaunchPermissions.NONE, others));
      case SnapshotAction.ModifySnapshotAttribute(var id, var add, var remove) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(others -> new SnapshotAction.ModifySnapshotAttribute(id, Set.of(), others));
      case ImageAction imageAction -> Optional.of(imageAction);
      case SnapshotAction snapshotAction -> Optional.of(snapshotAction);
      case TagAction tagAction -> Optional.of(tagAction);
      case InstanceAction instanceAction -> Optional.of(instanceAction);
    };
  }
}
