package dev.amioperator.lifecycle;

import dev.amioperator.ec2.BuilderWrites;
import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.SnapshotResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out actions, in order; the first failure ends the row, the next reconcile goes on. */
@ApplicationScoped
public class Actuator {
  private static final Logger LOG = Logger.getLogger(Actuator.class);

  private final Ec2Writes ec2;
  private final BuilderWrites builders;

  Actuator(Ec2Writes ec2, BuilderWrites builders) {
    this.ec2 = ec2;
    this.builders = builders;
  }

  /** Carries a plan out; a call that failed changes the verdict. */
  public Acted carryOut(Place place, Owner owner, Plan plan) {
    boolean moved = !plan.actions().isEmpty();
    try {
      Done done = perform(place, owner, plan.actions());
      return new Acted(done.made(), moved, LeftBehind.verdict(done.snapshots(), plan.verdict()));
    } catch (Ec2Failure failure) {
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
  public record Done(Optional<String> made, Map<String, SnapshotResult> snapshots) {
    private static final Done NOTHING = new Done(Optional.empty(), Map.of());

    private static Done made(String imageId) {
      return new Done(Optional.of(imageId), Map.of());
    }

    private Done and(Done next) {
      Map<String, SnapshotResult> all = new HashMap<>(snapshots);
      all.putAll(next.snapshots);
      return new Done(next.made.or(() -> made), Map.copyOf(all));
    }
  }

  /**
   * Does what {@code actions} say.
   *
   * @throws dev.amioperator.ec2.Ec2Failure when EC2 refuses one, or does not answer
   */
  public Done perform(Place place, Owner owner, List<Action> actions) {
    Done done = Done.NOTHING;
    for (Action action : actions) {
      LOG.infof("%s in %s: %s", owner.resource(), place, action);
      done = done.and(perform(place, owner.resource(), action));
    }
    done.snapshots()
        .forEach(
            (id, result) -> {
              if (result != SnapshotResult.SUCCESS) {
                LOG.warnf("%s in %s: %s stays: %s", owner.resource(), place, id, result.word());
              }
            });
    return done;
  }

  private Done perform(Place place, String owner, Action action) {
    switch (action) {
      case Action.CreateFromInstance(var request) -> {
        return Done.made(ec2.createImage(place, owner, request));
      }
      case Action.RegisterFromSnapshot(var request) -> {
        return Done.made(ec2.registerImage(place, owner, request));
      }
      case Action.RegisterFromManifest(var request) -> {
        return Done.made(ec2.registerImage(place, owner, request));
      }
      case Action.RestoreFromObject(var request) -> {
        return Done.made(ec2.restoreImage(place, owner, request));
      }
      case Action.Copy(var request) -> {
        return Done.made(ec2.copyImage(place, owner, request));
      }
      case Action.Tag(var ids, var tags) -> ec2.tag(place, owner, ids, tags);
      case Action.Untag(var ids, var keys) -> ec2.untag(place, owner, ids, keys);
      case Action.Change(var id, var change) -> ec2.change(place, owner, id, change);
      case Action.ShareSnapshot(var id, var add, var remove) ->
          ec2.shareSnapshot(place, owner, id, add, remove);
      case Action.Deregister(var id, var withSnapshots) -> {
        return new Done(Optional.empty(), ec2.deregisterImage(place, owner, id, withSnapshots));
      }
      case Action.DeleteSnapshot(var id) -> ec2.deleteSnapshot(place, owner, id);
      case Action.Launch(var request) -> builders.launch(place, owner, request);
      case Action.Terminate(var id) -> builders.terminate(place, owner, id);
      case Action.CancelSpotRequest(var id) -> builders.cancelSpotRequest(place, owner, id);
      case Action.RestoreBinnedImage(var id) -> ec2.restoreBinnedImage(place, owner, id);
      case Action.RestoreBinnedSnapshot(var id) -> ec2.restoreBinnedSnapshot(place, owner, id);
    }
    return Done.NOTHING;
  }
}
