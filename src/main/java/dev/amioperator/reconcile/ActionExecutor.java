package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.ImageAction.ModifyLaunchPermissions;
import dev.amioperator.ec2.SnapshotAction.DeleteSnapshot;
import dev.amioperator.ec2.SnapshotAction.ModifySnapshotAttribute;
import dev.amioperator.ownership.OwnedActions;
import dev.amioperator.ownership.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Executes AWS actions in order. The first failure skips the rest, which the next reconcile plans
 * again; actions that depend on nothing before them are executed all the same.
 */
@ApplicationScoped
public class ActionExecutor {
  private static final Logger LOG = Logger.getLogger(ActionExecutor.class);

  private final OwnedActions ownedActions;

  ActionExecutor(OwnedActions ownedActions) {
    this.ownedActions = ownedActions;
  }

  /** Executes a plan's AWS actions; a call that failed changes the ready state. */
  public ExecutionResult executePlan(AccountRegion accountRegion, Owner owner, Plan plan) {
    boolean changed = !plan.actions().isEmpty();
    try {
      ActionResult actionResult = execute(accountRegion, owner, plan.actions());
      return new ExecutionResult(
          actionResult.createdImageId(),
          changed,
          UndeletedSnapshots.readyState(actionResult.snapshotResults(), plan.readyState()));
    } catch (Ec2CallException failure) {
      return ExecutionResult.failure(failure);
    }
  }

  /**
   * Executes AWS actions, and merges their results.
   *
   * @throws Ec2CallException when AWS refuses an action, or does not answer
   */
  public ActionResult execute(AccountRegion accountRegion, Owner owner, List<AwsAction> actions) {
    ActionResult actionResult = ActionResult.EMPTY;
    List<FailedAction> failures = new ArrayList<>();
    for (AwsAction awsAction : actions) {
      if (!failures.stream().allMatch(failedAction -> failedAction.allows(awsAction))) {
        continue;
      }
      LOG.infof("%s in %s: %s", owner.resource(), accountRegion, awsAction);
      try {
        actionResult = actionResult.merge(ownedActions.execute(accountRegion, owner, awsAction));
      } catch (Ec2CallException failure) {
        failures.add(new FailedAction(awsAction, failure));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst().failure();
    }
    logUndeletedSnapshots(accountRegion, owner, actionResult);
    return actionResult;
  }

  private static void logUndeletedSnapshots(
      AccountRegion accountRegion, Owner owner, ActionResult actionResult) {
    actionResult
        .snapshotResults()
        .forEach(
            (id, result) -> {
              if (result != DeleteSnapshotResult.SUCCESS) {
                LOG.warnf(
                    "%s in %s: %s stays: %s", owner.resource(), accountRegion, id, result.value());
              }
            });
  }

  /** An action that AWS refused. */
  private record FailedAction(AwsAction action, Ec2CallException failure) {
    /**
     * Whether another action is executed all the same: removing a permission waits for nothing, and
     * a snapshot that cannot be deleted keeps no other from it.
     */
    boolean allows(AwsAction next) {
      boolean independent =
          switch (next) {
            case ModifyLaunchPermissions modifyLaunchPermissions -> true;
            case ModifySnapshotAttribute modifySnapshotAttribute -> true;
            case DeleteSnapshot deleteSnapshot -> action instanceof DeleteSnapshot;
            default -> false;
          };
      return independent && isResourceSpecific();
    }

    private boolean isResourceSpecific() {
      return switch (failure.errorClass()) {
        case NOT_FOUND, ALREADY_EXISTS, IN_USE, PROTECTED, WRONG_STATE, DENIED, INVALID -> true;
        case THROTTLED, QUOTA, UNSUPPORTED, TRANSIENT -> false;
      };
    }
  }
}
