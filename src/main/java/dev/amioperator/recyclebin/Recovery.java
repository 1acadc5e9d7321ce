package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.AwsAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.Remains.Piece;
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
public final class Recovery {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WHILE_PENDING = Duration.ofSeconds(3);

  private final String imageId;
  private final Remains.Seen seen;
  private final Instant askedAt;
  private final Duration grace;

  private Recovery(String imageId, Remains.Seen seen, Instant askedAt, Duration grace) {
    this.imageId = imageId;
    this.seen = seen;
    this.askedAt = askedAt;
    this.grace = grace;
  }

  /**
   * What to do, or to wait for; empty when there is no way back for the image.
   *
   * @param imageId an image of ours that is gone beyond doubt
   * @param askedAt when the oldest of the looks was asked for
   * @param grace how long a thing must be missed before it counts as gone
   */
  public static Optional<Plan> plan(
      String imageId, Remains remains, Instant askedAt, Duration grace) {
    return switch (remains) {
      case Remains.Unasked unasked -> Optional.empty();
      case Remains.Hidden hidden -> Optional.empty();
      case Remains.Seen seen -> new Recovery(imageId, seen, askedAt, grace).plan();
    };
  }

  /** What a person has to know when there is no way back; begins with a space, or is empty. */
  public static String note(Remains remains) {
    return remains instanceof Remains.Hidden(String why)
        ? " Whether it lies in the Recycle Bin cannot be seen: %s.".formatted(why)
        : "";
  }

  private Optional<Plan> plan() {
    if (seen.image().found().isPresent()) {
      return Optional.of(binned());
    }
    return gone(seen.image())
        ? Optional.empty()
        : Optional.of(
            waiting(
                Reason.Observing,
                "%s is gone; making sure that it is not in the Recycle Bin.".formatted(imageId)));
  }

  private Plan binned() {
    List<Piece> binned = where(piece -> !there(piece) && piece.binned().found().isPresent());
    List<String> foreign = ids(binned, Origin.FOREIGN);
    if (!foreign.isEmpty()) {
      return Plan.withoutActions(notOurs(foreign));
    }
    List<String> created = ids(binned, Origin.CREATED);
    if (!created.isEmpty()) {
      return restoring(created);
    }
    List<Piece> missed = where(piece -> !there(piece) && !gone(piece));
    if (!missed.isEmpty()) {
      return waiting(Reason.Observing, "Making sure where %s is.".formatted(inWords(missed)));
    }
    List<Piece> incomplete = where(Recovery::incomplete);
    return incomplete.isEmpty()
        ? new Plan(
            List.of(new AwsAction.RestoreImageFromRecycleBin(imageId)),
            new ReadyState.Reconciling(Reason.Restoring, lies() + ", and is being restored.", SOON))
        : waiting(
            Reason.Restoring,
            "%s, and is restored once %s is complete.".formatted(lies(), inWords(incomplete)));
  }

  private Plan restoring(List<String> snapshotIds) {
    return new Plan(
        snapshotIds.stream().<AwsAction>map(AwsAction.RestoreSnapshotFromRecycleBin::new).toList(),
        new ReadyState.Reconciling(
            Reason.Restoring,
            "%s. Restoring its snapshots first: %s."
                .formatted(lies(), String.join(", ", snapshotIds)),
            SOON));
  }

  /** A snapshot that others brought is theirs to bring back, too. */
  private ReadyState notOurs(List<String> snapshotIds) {
    return new ReadyState.Stalled(
        Reason.ImageGone,
        "%s, and so do snapshots of its that this object did not make: %s. Restore them, and the image is restored as well."
            .formatted(lies(), String.join(", ", snapshotIds)));
  }

  private String lies() {
    return "%s was deregistered behind our back and lies in the Recycle Bin%s"
        .formatted(
            imageId,
            seen.image()
                .found()
                .flatMap(RecycleBinEntry::exitTime)
                .map(t -> " until " + t)
                .orElse(""));
  }

  private static Plan waiting(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Reconciling(reason, message, WHILE_PENDING));
  }

  private static boolean there(Piece piece) {
    return piece
        .standing()
        .found()
        .filter(snapshot -> snapshot.state() != Snapshot.State.RECOVERABLE)
        .isPresent();
  }

  /** An old entry of the ledger; if the image needs it all the same, EC2 says so. */
  private boolean gone(Piece piece) {
    return gone(piece.standing()) && gone(piece.binned());
  }

  private boolean gone(Presence<?> presence) {
    return presence.provenAbsent(askedAt, grace);
  }

  /** One that failed does not get any better. */
  private static boolean incomplete(Piece piece) {
    return there(piece)
        && switch (piece.standing().found().orElseThrow().state()) {
          case COMPLETED, ERROR -> false;
          case PENDING, RECOVERABLE, RECOVERING, UNKNOWN -> true;
        };
  }

  private List<Piece> where(Predicate<Piece> holds) {
    return seen.pieces().stream().filter(holds).toList();
  }

  private static List<String> ids(List<Piece> pieces, Origin origin) {
    return SnapshotLedger.ids(pieces.stream().map(Piece::entry).toList(), origin);
  }

  private static String inWords(List<Piece> pieces) {
    return pieces.stream()
        .map(piece -> piece.entry().snapshotId())
        .collect(Collectors.joining(", "));
  }
}
