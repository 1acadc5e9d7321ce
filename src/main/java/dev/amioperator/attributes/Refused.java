package dev.amioperator.attributes;

import dev.amioperator.ec2.ImageChange;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.reconcile.Action;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a plan is carried out for a spec that would share more than the AwsAccount allows:
 * nothing is made and nobody is let in, but what was made before is looked after, and whoever is to
 * lose a permission loses it.
 */
public final class Refused {
  private Refused() {}

  /** The plan without what is refused; with nothing left to do, the refusal is the verdict. */
  public static Plan of(Plan plan, Verdict refusal) {
    List<Action> left =
        plan.actions().stream().flatMap(action -> permitted(action).stream()).toList();
    return new Plan(left, left.isEmpty() ? refusal : plan.verdict());
  }

  private static Optional<Action> permitted(Action action) {
    return switch (action) {
      case Action.CreateFromInstance create -> Optional.empty();
      case Action.RegisterFromSnapshot register -> Optional.empty();
      case Action.RegisterFromManifest register -> Optional.empty();
      case Action.RestoreFromObject restore -> Optional.empty();
      case Action.Copy copy -> Optional.empty();
      case Action.Launch launch -> Optional.empty();
      case Action.Change(var id, ImageChange.ModifyLaunchPermissions(var add, var remove)) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(
                  others ->
                      new Action.Change(
                          id,
                          new ImageChange.ModifyLaunchPermissions(LaunchPermissions.NONE, others)));
      case Action.ShareSnapshot(var id, var add, var remove) ->
          Optional.of(remove)
              .filter(others -> !others.isEmpty())
              .map(others -> new Action.ShareSnapshot(id, Set.of(), others));
      case Action.Change change -> Optional.of(change);
      case Action.Tag tag -> Optional.of(tag);
      case Action.Untag untag -> Optional.of(untag);
      case Action.Deregister deregister -> Optional.of(deregister);
      case Action.DeleteSnapshot delete -> Optional.of(delete);
      case Action.RestoreBinnedImage restore -> Optional.of(restore);
      case Action.RestoreBinnedSnapshot restore -> Optional.of(restore);
      case Action.Terminate terminate -> Optional.of(terminate);
      case Action.CancelSpotRequest cancel -> Optional.of(cancel);
    };
  }
}
