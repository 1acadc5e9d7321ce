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
public class Actuator {
  private static final Logger LOG = Logger.getLogger(Actuator.class);

  private final Ec2Writes ec2;
  private final BuildInstanceWrites builders;

  Actuator(Ec2Writes ec2, BuildInstanceWrites builders) {
    this.ec2 = ec2;
    this.builders = builders;
  }

  /** Carries a plan out; a call that failed changes the verdict. */
  public Acted carryOut(AccountRegion accountRegion, Owner owner, Plan plan) {
    boolean moved = !plan.actions().isEmpty();
    try {
      Done done = perform(accountRegion, owner, plan.actions());
      return new Acted(done.made(), moved, LeftBehind.verdict(done.snapshots(), plan.verdict()));
    } catch (Ec2CallException failure) {
      return Acted.refused(failure);
    }
  }

  /**
   * What calls answered.
   *
   * @param made the id of the image that one of them made: worth writing down, because not every
   *     endpoint that speaks EC2 takes tags with a create call
   * @param snapshots what became of each snapshot that was to go with its image
   */
  public record Done(Optional<String> made, Map<String, DeleteSnapshotResult> snapshots) {
    private static final Done NOTHING = new Done(Optional.empty(), Map.of());

    private static Done made(String imageId) {
      return new Done(Optional.of(imageId), Map.of());
    }

    private static Done left(Map<String, DeleteSnapshotResult> snapshots) {
      return new Done(Optional.empty(), snapshots);
    }

    /** A call whose answer tells nothing. */
    private static Done by(Runnable call) {
      call.run();
      return NOTHING;
    }

    private Done and(Done next) {
      Map<String, DeleteSnapshotResult> all = new HashMap<>(snapshots);
      all.putAll(next.snapshots);
      return new Done(next.made.or(() -> made), Map.copyOf(all));
    }
  }

  /**
   * Does what {@code actions} say.
   *
   * @throws dev.amioperator.ec2.Ec2CallException when EC2 refuses one, or does not answer
   */
  public Done perform(AccountRegion accountRegion, Owner owner, List<Action> actions) {
    Done done = Done.NOTHING;
    List<Failed> failures = new ArrayList<>();
    for (Action action : actions) {
      if (!failures.stream().allMatch(failed -> failed.lets(action))) {
        continue;
      }
      LOG.infof("%s in %s: %s", owner.resource(), accountRegion, action);
      try {
        done = done.and(perform(accountRegion, owner.resource(), action));
      } catch (Ec2CallException failure) {
        failures.add(new Failed(action, failure));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst().failure();
    }
    done.snapshots()
        .forEach(
            (id, result) -> {
              if (result != DeleteSnapshotResult.SUCCESS) {
                LOG.warnf(
                    "%s in %s: %s stays: %s", owner.resource(), accountRegion, id, result.value());
              }
            });
    return done;
  }

  /** An action that EC2 refused. */
  private record Failed(Action action, Ec2CallException failure) {
    /**
     * Whether another is taken all the same: a permission that is taken back waits for nothing, and
     * a snapshot that cannot be deleted keeps no other from it.
     */
    boolean lets(Action next) {
      boolean independent =
          switch (next) {
            case Action.Change(
                    var id,
                    ImageChange.ModifyLaunchPermissions modifyLaunchPermissions) ->
                true;
            case Action.ShareSnapshot share -> true;
            case Action.DeleteSnapshot delete -> action instanceof Action.DeleteSnapshot;
            default -> false;
          };
      return independent && ofOneThing();
    }

    private boolean ofOneThing() {
      return switch (failure.errorClass()) {
        case NOT_FOUND, ALREADY_EXISTS, IN_USE, PROTECTED, WRONG_STATE, DENIED, INVALID -> true;
        case THROTTLED, QUOTA, UNSUPPORTED, TRANSIENT -> false;
      };
    }
  }

  private Done perform(AccountRegion accountRegion, String owner, Action action) {
    return switch (action) {
      case Action.CreateFromInstance(var r) -> Done.made(ec2.createImage(accountRegion, owner, r));
      case Action.RegisterFromSnapshot(var r) ->
          Done.made(ec2.registerImage(accountRegion, owner, r));
      case Action.RegisterFromManifest(var r) ->
          Done.made(ec2.registerImage(accountRegion, owner, r));
      case Action.RestoreFromObject(var r) ->
          Done.made(ec2.createRestoreImageTask(accountRegion, owner, r));
      case Action.Copy(var r) -> Done.made(ec2.copyImage(accountRegion, owner, r));
      case Action.Deregister(var id, var withSnapshots) ->
          Done.left(ec2.deregisterImage(accountRegion, owner, id, withSnapshots));
      case Action.Tag(var ids, var tags) ->
          Done.by(() -> ec2.createTags(accountRegion, owner, ids, tags));
      case Action.Untag(var ids, var keys) ->
          Done.by(() -> ec2.deleteTags(accountRegion, owner, ids, keys));
      case Action.Change(var id, var change) ->
          Done.by(() -> ec2.changeImage(accountRegion, owner, id, change));
      case Action.ShareSnapshot(var id, var add, var remove) ->
          Done.by(() -> ec2.modifySnapshotPermissions(accountRegion, owner, id, add, remove));
      case Action.DeleteSnapshot(var id) ->
          Done.by(() -> ec2.deleteSnapshot(accountRegion, owner, id));
      case Action.Launch(var r) -> Done.by(() -> builders.launch(accountRegion, owner, r));
      case Action.Terminate(var id) -> Done.by(() -> builders.terminate(accountRegion, owner, id));
      case Action.CancelSpotRequest(var id) ->
          Done.by(() -> builders.cancelSpotRequest(accountRegion, owner, id));
      case Action.RestoreBinnedImage(var id) ->
          Done.by(() -> ec2.restoreImageFromRecycleBin(accountRegion, owner, id));
      case Action.RestoreBinnedSnapshot(var id) ->
          Done.by(() -> ec2.restoreSnapshotFromRecycleBin(accountRegion, owner, id));
    };
  }
}
