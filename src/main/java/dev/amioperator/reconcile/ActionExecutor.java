package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction.ModifyLaunchPermissions;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ec2.SnapshotAction.ModifySnapshotAttribute;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.OwnershipClaim;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Executes AWS actions in order. A failure skips the actions that depend on it; the next reconcile
 * plans those again.
 */
@ApplicationScoped
public class ActionExecutor {
  private static final Logger LOG = Logger.getLogger(ActionExecutor.class);

  private final OwnedActions ownedActions;

  ActionExecutor(OwnedActions ownedActions) {
    this.ownedActions = ownedActions;
  }

  /** Executes a plan's AWS actions; a failed call replaces the planned ready state. */
  public ExecutionResult executePlan(AccountRegion region, OwnershipClaim claim, Plan plan) {
    try {
      ActionResult result = execute(region, claim, plan.actions());
      return new ExecutionResult(
          result.createdImageId(),
          !plan.actions().isEmpty(),
          UndeletedSnapshots.readyState(result.snapshotResults(), plan.readyState()));
    } catch (Ec2CallException failure) {
      return ExecutionResult.failure(failure);
    }
  }

  /**
   * Executes AWS actions and merges their results.
   *
   * @throws Ec2CallException when a resource is another's, or AWS refuses an action or does not
   *     answer
   */
  public ActionResult execute(AccountRegion region, OwnershipClaim claim, List<AwsAction> actions) {
    ActionResult result = ActionResult.EMPTY;
    List<FailedAction> failures = new ArrayList<>();
    for (AwsAction action : actions) {
      if (!failures.stream().allMatch(failed -> failed.allows(action))) {
        continue;
      }
      LOG.infof("%s in %s: %s", claim.resource(), region, action);
      try {
        result = result.merge(ownedActions.execute(region, claim, action));
      } catch (Ec2CallException failure) {
        failures.add(new FailedAction(action, failure.about("of " + action.resource())));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst().failure();
    }
    result.snapshotResults().forEach((id, outcome) -> logUndeleted(region, claim, id, outcome));
    return result;
  }

  private static void logUndeleted(
      AccountRegion region, OwnershipClaim claim, String id, DeleteSnapshotResult result) {
    if (result != DeleteSnapshotResult.SUCCESS) {
      LOG.warnf("%s in %s: %s was not deleted: %s", claim.resource(), region, id, result.value());
    }
  }

  /** An AWS action that AWS refused. */
  private record FailedAction(AwsAction action, Ec2CallException failure) {
    /**
     * Whether a later AWS action is executed nevertheless. Revoking a permission depends on no
     * other action, and deleting a snapshot on no other snapshot.
     */
    boolean allows(AwsAction next) {
      boolean independent =
          switch (next) {
            case ModifyLaunchPermissions modifyLaunchPermissions -> true;
            case ModifySnapshotAttribute modifySnapshotAttribute -> true;
            case KmsAction.RevokeGrant revokeGrant -> true;
            case DeleteSnapshot deleteSnapshot -> action instanceof DeleteSnapshot;
            default -> false;
          };
      return independent && isResourceSpecific();
    }

    private boolean isResourceSpecific() {
      return switch (failure.errorClass()) {
        case NOT_FOUND,
            ALREADY_EXISTS,
            IN_USE,
            PROTECTED,
            WRONG_STATE,
            DENIED,
            INVALID,
            CLOCK_SKEW,
            NOT_OWNED ->
            true;
        case THROTTLED, QUOTA, ACCOUNT_UNAVAILABLE, UNSUPPORTED, TRANSIENT -> false;
      };
    }
  }
}
