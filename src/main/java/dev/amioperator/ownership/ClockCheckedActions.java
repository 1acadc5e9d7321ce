package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2Action;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ec2.UsageReportAction;
import java.util.Collections;
import java.util.Set;

/**
 * Executes EC2 actions, destructive ones only while the local clock is right. A wrong clock makes
 * every image due and every build late.
 */
public final class ClockCheckedActions implements OwnedActions {
  /** Tags whose value is a time by the local clock, from which or until which something waits. */
  private static final Set<String> TIMES =
      Set.of(TagKeys.UNKEPT_SINCE, TagKeys.RELEASED, TagKeys.PROTECTED_UNTIL);

  private final OwnedActions actions;
  private final ClockCheck clockCheck;

  public ClockCheckedActions(OwnedActions actions, ClockCheck clockCheck) {
    this.actions = actions;
    this.clockCheck = clockCheck;
  }

  @Override
  public ActionResult execute(AccountRegion accountRegion, OwnershipClaim claim, AwsAction action) {
    if (needsRightClock(action)) {
      clockCheck
          .refusal(action.getClass().getSimpleName())
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
    return actions.execute(accountRegion, claim, action);
  }

  /** Whether an action deletes or disables something, leads to that, or records a time. */
  static boolean needsRightClock(AwsAction action) {
    return switch (action) {
      case Ec2Action ec2Action ->
          switch (ec2Action) {
            case ImageCreationAction creation -> false;
            case ImageAction imageAction -> needsRightClock(imageAction);
            case SnapshotAction snapshotAction -> needsRightClock(snapshotAction);
            case TagAction.CreateTags(var ids, var tags) ->
                !Collections.disjoint(tags.keySet(), TIMES);
            case TagAction.DeleteTags deleteTags -> false;
            case InstanceAction instanceAction -> needsRightClock(instanceAction);
            case UsageReportAction reportAction -> false;
          };
      case KmsAction kmsAction -> false;
    };
  }

  private static boolean needsRightClock(ImageAction action) {
    return switch (action) {
      case ImageAction.DeregisterImage deregister -> true;
      case ImageAction.DisableImage disable -> true;
      case ImageAction.DisableImageDeregistrationProtection disable -> true;
      case ImageAction.DisableFastLaunch disable -> true;
      case ImageAction.ModifyImageAttribute modify -> false;
      case ImageAction.EnableImageDeprecation enable -> false;
      case ImageAction.DisableImageDeprecation disable -> false;
      case ImageAction.EnableImageDeregistrationProtection enable -> false;
      case ImageAction.EnableImage enable -> false;
      case ImageAction.EnableFastLaunch enable -> false;
      case ImageAction.RestoreImageFromRecycleBin restore -> false;
    };
  }

  private static boolean needsRightClock(SnapshotAction action) {
    return switch (action) {
      case SnapshotAction.DeleteSnapshot delete -> true;
      case SnapshotAction.ModifySnapshotAttribute modify -> false;
      case SnapshotAction.RestoreSnapshotFromRecycleBin restore -> false;
    };
  }

  private static boolean needsRightClock(InstanceAction action) {
    return switch (action) {
      case InstanceAction.TerminateInstances terminate -> true;
      case InstanceAction.CancelSpotInstanceRequests cancel -> true;
      case InstanceAction.RunInstances run -> false;
    };
  }
}
