package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction.RestoreImageFromRecycleBin;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction.RestoreSnapshotFromRecycleBin;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RecycleBinState.SnapshotLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Plans how a deregistered image of the operator is restored from the Recycle Bin. Pure.
 *
 * <p>The snapshots that were created with the image are restored first, and the image once they are
 * complete.
 *
 * @param imageId an image of the operator that is proven to be gone
 * @param observedAt when the oldest answer of the decision was read from EC2
 * @param grace how long a resource must be missing before it counts as gone
 */
public record RestorePlanner(
    String imageId, RecycleBinState.Accessible observed, Instant observedAt, Duration grace) {

  /**
   * Plans the next step of restoring an image; empty when it cannot be restored.
   *
   * @param mayHaveName whether an image of the object can have a name. The recorded id alone does
   *     not prove whose image it is, for it can be edited, and EC2 lists an image in the Recycle
   *     Bin with its name, but without its tags
   */
  public static Optional<Plan> plan(
      String imageId,
      RecycleBinState state,
      Predicate<String> mayHaveName,
      Instant observedAt,
      Duration grace) {
    return switch (state) {
      case RecycleBinState.NotObserved notObserved -> Optional.empty();
      case RecycleBinState.Inaccessible inaccessible -> Optional.empty();
      case RecycleBinState.Accessible(var image, _)
          when image.found().filter(entry -> !mayHaveName.test(entry.name())).isPresent() ->
          Optional.empty();
      case RecycleBinState.Accessible accessible ->
          new RestorePlanner(imageId, accessible, observedAt, grace).plan();
    };
  }

  /** A sentence on an inaccessible Recycle Bin, after a space; empty if it was accessible. */
  public static String note(RecycleBinState state) {
    return state instanceof RecycleBinState.Inaccessible(String why)
        ? " Whether it is in the Recycle Bin is unknown: %s.".formatted(why)
        : "";
  }

  private Optional<Plan> plan() {
    if (observed.image().found().isPresent()) {
      return Optional.of(planRestore());
    }
    return gone(observed.image())
        ? Optional.empty()
        : Optional.of(
            waiting(
                Reason.Observing,
                "%s is gone; confirming that it is not in the Recycle Bin.".formatted(imageId)));
  }

  private Plan planRestore() {
    List<SnapshotLocation> binned =
        matching(snapshot -> !exists(snapshot) && snapshot.inRecycleBin().found().isPresent());
    List<String> foreign = ids(binned, Origin.FOREIGN);
    if (!foreign.isEmpty()) {
      return Plan.withoutActions(foreignSnapshots(foreign));
    }
    List<String> created = ids(binned, Origin.CREATED);
    if (!created.isEmpty()) {
      return restoreSnapshots(created);
    }
    List<SnapshotLocation> missing = matching(snapshot -> !exists(snapshot) && !gone(snapshot));
    if (!missing.isEmpty()) {
      return waiting(Reason.Observing, "%s was not found; rechecking.".formatted(joinIds(missing)));
    }
    List<SnapshotLocation> incomplete = matching(RestorePlanner::isIncomplete);
    return incomplete.isEmpty()
        ? restoring(
            List.of(new RestoreImageFromRecycleBin(imageId)),
            inRecycleBin() + ", and is being restored.")
        : waiting(
            Reason.Restoring,
            "%s, and is restored once %s is complete."
                .formatted(inRecycleBin(), joinIds(incomplete)));
  }

  private Plan restoreSnapshots(List<String> ids) {
    return restoring(
        ids.stream().<AwsAction>map(RestoreSnapshotFromRecycleBin::new).toList(),
        "%s. Restoring its snapshots first: %s.".formatted(inRecycleBin(), String.join(", ", ids)));
  }

  /** The operator restores only snapshots that it created. */
  private ReadyState foreignSnapshots(List<String> ids) {
    return new ReadyState.Stalled(
        Reason.ImageGone,
        "%s, and so are snapshots that this object did not create: %s. Restore them, and the operator restores the image."
            .formatted(inRecycleBin(), String.join(", ", ids)));
  }

  private String inRecycleBin() {
    Optional<Instant> exit = observed.image().found().flatMap(RecycleBinEntry::exitTime);
    return "%s was deregistered outside the operator and is in the Recycle Bin%s"
        .formatted(imageId, exit.map(time -> " until " + time).orElse(""));
  }

  private static Plan restoring(List<AwsAction> actions, String message) {
    return new Plan(
        actions, new ReadyState.Reconciling(Reason.Restoring, message, Requeue.NEXT_STEP));
  }

  private static Plan waiting(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Reconciling(reason, message, Requeue.IMAGE_PENDING));
  }

  private static boolean exists(SnapshotLocation snapshot) {
    return snapshot
        .inEc2()
        .found()
        .filter(found -> found.state() != Snapshot.State.RECOVERABLE)
        .isPresent();
  }

  /**
   * Its ledger entry is outdated; if the image still needs the snapshot, EC2 refuses to restore.
   */
  private boolean gone(SnapshotLocation snapshot) {
    return gone(snapshot.inEc2()) && gone(snapshot.inRecycleBin());
  }

  private boolean gone(Presence<?> presence) {
    return presence.provenAbsent(observedAt, grace);
  }

  /** A snapshot in state {@code error} never completes, so the image does not wait for it. */
  private static boolean isIncomplete(SnapshotLocation snapshot) {
    return exists(snapshot)
        && switch (snapshot.inEc2().found().orElseThrow().state()) {
          case COMPLETED, ERROR -> false;
          case PENDING, RECOVERABLE, RECOVERING, UNKNOWN -> true;
        };
  }

  private List<SnapshotLocation> matching(Predicate<SnapshotLocation> condition) {
    return observed.snapshots().stream().filter(condition).toList();
  }

  private static List<String> ids(List<SnapshotLocation> snapshots, Origin origin) {
    return SnapshotLedger.ids(snapshots.stream().map(SnapshotLocation::entry).toList(), origin);
  }

  private static String joinIds(List<SnapshotLocation> snapshots) {
    return snapshots.stream()
        .map(snapshot -> snapshot.entry().snapshotId())
        .collect(Collectors.joining(", "));
  }
}
