package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
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
 * How an image of ours that others deregistered comes back from the Recycle Bin: the snapshots that
 * were made with it first, and the image once they are complete. Pure.
 */
public final class RestorePlanner {

  private final String imageId;
  private final RecycleBinState.Accessible observed;
  private final Instant observedAt;
  private final Duration gracePeriod;

  private RestorePlanner(
      String imageId,
      RecycleBinState.Accessible observed,
      Instant observedAt,
      Duration gracePeriod) {
    this.imageId = imageId;
    this.observed = observed;
    this.observedAt = observedAt;
    this.gracePeriod = gracePeriod;
  }

  /**
   * What to do, or to wait for; empty when there is no way back for the image.
   *
   * @param imageId an image of ours that is gone beyond doubt
   * @param askedAt when the oldest of the looks was asked for
   * @param grace how long a thing must be missed before it counts as gone
   */
  public static Optional<Plan> plan(
      String imageId, RecycleBinState recycleBinState, Instant askedAt, Duration grace) {
    return switch (recycleBinState) {
      case RecycleBinState.NotObserved notObserved -> Optional.empty();
      case RecycleBinState.Inaccessible inaccessible -> Optional.empty();
      case RecycleBinState.Accessible accessible ->
          new RestorePlanner(imageId, accessible, askedAt, grace).plan();
    };
  }

  /** What a person has to know when there is no way back; begins with a space, or is empty. */
  public static String note(RecycleBinState recycleBinState) {
    return recycleBinState instanceof RecycleBinState.Inaccessible(String why)
        ? " Whether it lies in the Recycle Bin cannot be seen: %s.".formatted(why)
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
                "%s is gone; making sure that it is not in the Recycle Bin.".formatted(imageId)));
  }

  private Plan planRestore() {
    List<SnapshotLocation> binned =
        matching(
            snapshotLocation ->
                !exists(snapshotLocation) && snapshotLocation.inRecycleBin().found().isPresent());
    List<String> foreign = snapshotIds(binned, Origin.FOREIGN);
    if (!foreign.isEmpty()) {
      return Plan.withoutActions(foreignSnapshots(foreign));
    }
    List<String> created = snapshotIds(binned, Origin.CREATED);
    if (!created.isEmpty()) {
      return restoreSnapshots(created);
    }
    List<SnapshotLocation> missed =
        matching(snapshotLocation -> !exists(snapshotLocation) && !gone(snapshotLocation));
    if (!missed.isEmpty()) {
      return waiting(Reason.Observing, "Making sure where %s is.".formatted(joinIds(missed)));
    }
    List<SnapshotLocation> incomplete = matching(RestorePlanner::isIncomplete);
    return incomplete.isEmpty()
        ? new Plan(
            List.of(new ImageAction.RestoreImageFromRecycleBin(imageId)),
            new ReadyState.Reconciling(
                Reason.Restoring,
                recycleBinMessage() + ", and is being restored.",
                Requeue.NEXT_STEP))
        : waiting(
            Reason.Restoring,
            "%s, and is restored once %s is complete."
                .formatted(recycleBinMessage(), joinIds(incomplete)));
  }

  private Plan restoreSnapshots(List<String> snapshotIds) {
    return new Plan(
        snapshotIds.stream()
            .<AwsAction>map(SnapshotAction.RestoreSnapshotFromRecycleBin::new)
            .toList(),
        new ReadyState.Reconciling(
            Reason.Restoring,
            "%s. Restoring its snapshots first: %s."
                .formatted(recycleBinMessage(), String.join(", ", snapshotIds)),
            Requeue.NEXT_STEP));
  }

  /** A snapshot that others brought is theirs to bring back, too. */
  private ReadyState foreignSnapshots(List<String> snapshotIds) {
    return new ReadyState.Stalled(
        Reason.ImageGone,
        "%s, and so do snapshots of its that this object did not make: %s. Restore them, and the image is restored as well."
            .formatted(recycleBinMessage(), String.join(", ", snapshotIds)));
  }

  private String recycleBinMessage() {
    return "%s was deregistered behind our back and lies in the Recycle Bin%s"
        .formatted(
            imageId,
            observed
                .image()
                .found()
                .flatMap(RecycleBinEntry::exitTime)
                .map(t -> " until " + t)
                .orElse(""));
  }

  private static Plan waiting(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Reconciling(reason, message, Requeue.IMAGE_PENDING));
  }

  private static boolean exists(SnapshotLocation snapshotLocation) {
    return snapshotLocation
        .inEc2()
        .found()
        .filter(snapshot -> snapshot.state() != Snapshot.State.RECOVERABLE)
        .isPresent();
  }

  /** An old entry of the ledger; if the image needs it all the same, EC2 says so. */
  private boolean gone(SnapshotLocation snapshotLocation) {
    return gone(snapshotLocation.inEc2()) && gone(snapshotLocation.inRecycleBin());
  }

  private boolean gone(Presence<?> presence) {
    return presence.provenAbsent(observedAt, gracePeriod);
  }

  /** One that failed does not get any better. */
  private static boolean isIncomplete(SnapshotLocation snapshotLocation) {
    return exists(snapshotLocation)
        && switch (snapshotLocation.inEc2().found().orElseThrow().state()) {
          case COMPLETED, ERROR -> false;
          case PENDING, RECOVERABLE, RECOVERING, UNKNOWN -> true;
        };
  }

  private List<SnapshotLocation> matching(Predicate<SnapshotLocation> holds) {
    return observed.snapshots().stream().filter(holds).toList();
  }

  private static List<String> snapshotIds(List<SnapshotLocation> pieces, Origin origin) {
    return SnapshotLedger.ids(pieces.stream().map(SnapshotLocation::entry).toList(), origin);
  }

  private static String joinIds(List<SnapshotLocation> pieces) {
    return pieces.stream()
        .map(snapshotLocation -> snapshotLocation.entry().snapshotId())
        .collect(Collectors.joining(", "));
  }
}
