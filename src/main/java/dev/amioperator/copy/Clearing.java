package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Holdings;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.lifecycle.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How copies that EC2 could not make are cleared away. */
final class Clearing {
  /** How long a failed copy is left to be looked at. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private Clearing() {}

  /** When a failed image goes; its creation date counts, so that a restart starts nothing anew. */
  static Instant after(Image failed, Instant now) {
    return failed.created().orElse(now).plus(KEPT);
  }

  /** What removes a failed image, once it is time and the status holds its snapshots. */
  static List<Action> of(Image failed, Target target, Holdings holdings, Instant now) {
    List<Snapshot> snapshots = Copies.snapshotsOf(failed, holdings);
    boolean announced =
        Entry.announces(
            target.entry(), failed.id(), Entry.ledger(target.entry(), failed, snapshots));
    if (!announced || now.isBefore(after(failed, now))) {
      return List.of();
    }
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Deregister(failed.id(), false));
    snapshots.stream()
        .filter(target.desired().owner()::owns)
        .forEach(snapshot -> actions.add(new Action.DeleteSnapshot(snapshot.id())));
    return actions;
  }

  /** The snapshots that the entry's image left behind, if it had failed. */
  static List<Action> leftOver(RegionStatus entry, Target target, Holdings holdings) {
    if (!Entry.broken(entry)) {
      return List.of();
    }
    return holdings.snapshots().stream()
        .filter(target.desired().owner()::owns)
        .filter(
            snapshot ->
                Entry.orEmpty(entry.snapshots()).stream()
                    .anyMatch(line -> line.snapshotId().equals(snapshot.id())))
        .<Action>map(snapshot -> new Action.DeleteSnapshot(snapshot.id()))
        .toList();
  }
}
