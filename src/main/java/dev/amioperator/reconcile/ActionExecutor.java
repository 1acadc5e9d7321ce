package dev.amioperator.reconcile;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstanceWrites;
import dev.amioperator.ec2.DeleteSnapshotResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ownership.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries out actions, in order; the first failure ends the row, the next reconcile goes on. What
 * depends on nothing before it is done all the same.
 */
@ApplicationScoped
public class ActionExecutor {
  private static final Logger LOG = Logger.getLogger(ActionExecutor.class);

  private final Ec2Writes ec2;
  private final BuildInstanceWrites buildInstances;

  ActionExecutor(Ec2Writes ec2, BuildInstanceWrites buildInstances) {
    this.ec2 = ec2;
    this.buildInstances = buildInstances;
  }

  /** Carries a plan out; a call that failed changes the verdict. */
  public ExecutionResult executePlan(AccountRegion accountRegion, Owner owner, Plan plan) {
    boolean moved = !plan.actions().isEmpty();
    try {
      ActionResult actionResult = execute(accountRegion, owner, plan.actions());
      return new ExecutionResult(
          actionResult.createdImageId(),
          moved,
          UndeletedSnapshots.readyState(actionResult.snapshotResults(), plan.readyState()));
    } catch (Ec2CallException failure) {
      return ExecutionResult.failure(failure);
    }
  }

  /**
   * What calls answered.
   *
   * @param createdImageId the id of the image that one of them made: worth writing down, because
   *     not every endpoint that speaks EC2 takes tags with a create call
   * @param snapshotResults what became of each snapshot that was to go with its image
   */
  public record ActionResult(
      Optional<String> createdImageId, Map<String, DeleteSnapshotResult> snapshotResults) {
    private static final ActionResult EMPTY = new ActionResult(Optional.empty(), Map.of());

    private static ActionResult createdImageId(String imageId) {
      return new ActionResult(Optional.of(imageId), Map.of());
    }

    private static ActionResult ofSnapshotResults(Map<String, DeleteSnapshotResult> snapshots) {
      return new ActionResult(Optional.empty(), snapshots);
    }

    /** A call whose answer tells nothing. */
    private static ActionResult withoutOutput(Runnable call) {
      call.run();
      return EMPTY;
    }

    private ActionResult merge(ActionResult next) {
      Map<String, DeleteSnapshotResult> all = new HashMap<>(snapshotResults);
      all.putAll(next.snapshotResults);
      return new ActionResult(next.createdImageId.or(() -> createdImageId), Map.copyOf(all));
    }
  }

  /**
   * Does what {@code actions} say.
   *
   * @throws dev.amioperator.ec2.Ec2CallException when EC2 refuses one, or does not answer
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
        actionResult = actionResult.merge(execute(accountRegion, owner.resource(), awsAction));
      } catch (Ec2CallException failure) {
        failures.add(new FailedAction(awsAction, failure));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst().failure();
    }
    actionResult
        .snapshotResults()
        .forEach(
            (id, result) -> {
              if (result != DeleteSnapshotResult.SUCCESS) {
                LOG.warnf(
                    "%s in %s: %s stays: %s", owner.resource(), accountRegion, id, result.value());
              }
            });
    return actionResult;
  }

  /** An action that EC2 refused. */
  private record FailedAction(AwsAction action, Ec2CallException failure) {
    /**
     * Whether another is taken all the same: a permission that is taken back waits for nothing, and
     * a snapshot that cannot be deleted keeps no other from it.
     */
    boolean allows(AwsAction next) {
      boolean independent =
          switch (next) {
            case AwsAction.ModifyImage(
                    var id,
                    ImageChange.ModifyLaunchPermissions modifyLaunchPermissions) ->
                true;
            case AwsAction.ModifySnapshotAttribute share -> true;
            case AwsAction.DeleteSnapshot delete -> action instanceof AwsAction.DeleteSnapshot;
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

  private ActionResult execute(AccountRegion accountRegion, String owner, AwsAction awsAction) {
    return switch (awsAction) {
      case AwsAction.CreateImage(var r) ->
          ActionResult.createdImageId(ec2.createImage(accountRegion, owner, r));
      case AwsAction.RegisterImageFromSnapshot(var r) ->
          ActionResult.createdImageId(ec2.registerImage(accountRegion, owner, r));
      case AwsAction.RegisterImageFromManifest(var r) ->
          ActionResult.createdImageId(ec2.registerImage(accountRegion, owner, r));
      case AwsAction.CreateRestoreImageTask(var r) ->
          ActionResult.createdImageId(ec2.createRestoreImageTask(accountRegion, owner, r));
      case AwsAction.CopyImage(var r) ->
          ActionResult.createdImageId(ec2.copyImage(accountRegion, owner, r));
      case AwsAction.DeregisterImage(var id, var withSnapshots) ->
          ActionResult.ofSnapshotResults(
              ec2.deregisterImage(accountRegion, owner, id, withSnapshots));
      case AwsAction.CreateTags(var ids, var tags) ->
          ActionResult.withoutOutput(() -> ec2.createTags(accountRegion, owner, ids, tags));
      case AwsAction.DeleteTags(var ids, var keys) ->
          ActionResult.withoutOutput(() -> ec2.deleteTags(accountRegion, owner, ids, keys));
      case AwsAction.ModifyImage(var id, var change) ->
          ActionResult.withoutOutput(() -> ec2.changeImage(accountRegion, owner, id, change));
      case AwsAction.ModifySnapshotAttribute(var id, var add, var remove) ->
          ActionResult.withoutOutput(
              () -> ec2.modifySnapshotPermissions(accountRegion, owner, id, add, remove));
      case AwsAction.DeleteSnapshot(var id) ->
          ActionResult.withoutOutput(() -> ec2.deleteSnapshot(accountRegion, owner, id));
      case AwsAction.RunInstances(var r) ->
          ActionResult.withoutOutput(() -> buildInstances.launch(accountRegion, owner, r));
      case AwsAction.TerminateInstances(var id) ->
          ActionResult.withoutOutput(() -> buildInstances.terminate(accountRegion, owner, id));
      case AwsAction.CancelSpotInstanceRequests(var id) ->
          ActionResult.withoutOutput(
              () -> buildInstances.cancelSpotRequest(accountRegion, owner, id));
      case AwsAction.RestoreImageFromRecycleBin(var id) ->
          ActionResult.withoutOutput(
              () -> ec2.restoreImageFromRecycleBin(accountRegion, owner, id));
      case AwsAction.RestoreSnapshotFromRecycleBin(var id) ->
          ActionResult.withoutOutput(
              () -> ec2.restoreSnapshotFromRecycleBin(accountRegion, owner, id));
    };
  }
}
