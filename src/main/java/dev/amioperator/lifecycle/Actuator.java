package dev.amioperator.lifecycle;

import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Writes;
import dev.amioperator.ec2.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out actions, in order; the first failure ends the row, the next reconcile goes on. */
@ApplicationScoped
public class Actuator {
  private static final Logger LOG = Logger.getLogger(Actuator.class);

  private final Ec2Writes ec2;

  Actuator(Ec2Writes ec2) {
    this.ec2 = ec2;
  }

  /** Carries a plan out; a call that failed changes the verdict. */
  public Acted carryOut(Place place, Owner owner, Plan plan) {
    boolean moved = !plan.actions().isEmpty();
    try {
      return new Acted(perform(place, owner, plan.actions()), moved, plan.verdict());
    } catch (Ec2Failure failure) {
      return new Acted(Optional.empty(), moved, Failures.verdict(failure));
    }
  }

  /**
   * Does what {@code actions} say.
   *
   * @return the id of the image that one of them made: worth writing down, because not every
   *     endpoint that speaks EC2 takes tags with a create call
   * @throws dev.amioperator.ec2.Ec2Failure when EC2 refuses one, or does not answer
   */
  public Optional<String> perform(Place place, Owner owner, List<Action> actions) {
    Optional<String> made = Optional.empty();
    for (Action action : actions) {
      LOG.infof("%s in %s: %s", owner.resource(), place, action);
      Optional<String> image = perform(place, owner.resource(), action);
      made = image.isPresent() ? image : made;
    }
    return made;
  }

  private Optional<String> perform(Place place, String owner, Action action) {
    switch (action) {
      case Action.CreateFromInstance(var request) -> {
        return Optional.of(ec2.createImage(place, owner, request));
      }
      case Action.RegisterFromSnapshot(var request) -> {
        return Optional.of(ec2.registerImage(place, owner, request));
      }
      case Action.RegisterFromManifest(var request) -> {
        return Optional.of(ec2.registerImage(place, owner, request));
      }
      case Action.RestoreFromObject(var request) -> {
        return Optional.of(ec2.restoreImage(place, owner, request));
      }
      case Action.Copy(var request) -> {
        return Optional.of(ec2.copyImage(place, owner, request));
      }
      case Action.Tag(var ids, var tags) -> ec2.tag(place, owner, ids, tags);
      case Action.Untag(var ids, var keys) -> ec2.untag(place, owner, ids, keys);
      case Action.Change(var id, var change) -> ec2.change(place, owner, id, change);
      case Action.ShareSnapshot(var id, var add, var remove) ->
          ec2.shareSnapshot(place, owner, id, add, remove);
      case Action.Deregister(var id, var withSnapshots) ->
          ec2.deregisterImage(place, owner, id, withSnapshots);
      case Action.DeleteSnapshot(var id) -> ec2.deleteSnapshot(place, owner, id);
      case Action.RestoreBinnedImage(var id) -> ec2.restoreBinnedImage(place, owner, id);
      case Action.RestoreBinnedSnapshot(var id) -> ec2.restoreBinnedSnapshot(place, owner, id);
    }
    return Optional.empty();
  }
}
