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
 * The part of a plan that the AwsAccount permits although it refuses the spec. No image is created
 * and no permission granted, but permissions are revoked and existing images maintained.
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
    return switch (action) {
      case ImageCreationAction creation -> Optional.empty();
      case InstanceAction.RunInstances launch -> Optional.empty();
      case ImageAction.ModifyLaunchPermissions(var id, var add, var remove) ->
          remove.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new ImageAction.ModifyLaunchPermissions(id, LaunchPermissions.NONE, remove));
      case SnapshotAction.ModifySnapshotAttribute(var id, var add, var remove) ->
          remove.isEmpty()
              ? Optional.empty()
              : Optional.of(new SnapshotAction.ModifySnapshotAttribute(id, Set.of(), remove));
      case ImageAction image -> Optional.of(image);
      case SnapshotAction snapshot -> Optional.of(snapshot);
      case TagAction tag -> Optional.of(tag);
      case InstanceAction instance -> Optional.of(instance);
    };
  }
}
