package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the Recycle Bin for an image that EC2 does not show any more, and for its snapshots. */
public final class RemainsLook {
  private final ObservationSession inquiry;

  public RemainsLook(ObservationSession observationSession) {
    this.inquiry = observationSession;
  }

  /**
   * What is left of an image, if EC2 does not show it and it may be restored.
   *
   * @param image what EC2 shows of it
   * @param restorable its id, if its coming back would be welcome
   * @param ledger its snapshots, as they stand in the status
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  public Remains of(
      Presence<Image> image, Optional<String> restorable, List<SnapshotEntry> ledger) {
    return image.found().filter(Image::registered).isPresent()
        ? new Remains.Unasked()
        : restorable.<Remains>map(id -> at(id, ledger)).orElseGet(Remains.Unasked::new);
  }

  private Remains at(String imageId, List<SnapshotEntry> ledger) {
    try {
      Presence<RecycleBinEntry> image = binned(inquiry.imageInRecycleBin(imageId));
      return new Remains.Seen(image, image.found().isEmpty() ? List.of() : pieces(ledger));
    } catch (NoEntry noEntry) {
      return new Remains.Hidden(noEntry.getMessage());
    }
  }

  /** All are asked for before the first answer is waited for, so that they share the calls. */
  private List<Remains.Piece> pieces(List<SnapshotEntry> ledger) throws NoEntry {
    List<Observation<Presence<Snapshot>>> standing =
        ledger.stream().map(entry -> inquiry.snapshotObservation(entry.snapshotId())).toList();
    List<Observation<Presence<RecycleBinEntry>>> binned =
        ledger.stream().map(entry -> inquiry.snapshotInRecycleBin(entry.snapshotId())).toList();
    List<Remains.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < ledger.size(); i++) {
      pieces.add(
          new Remains.Piece(ledger.get(i), inquiry.value(standing.get(i)), binned(binned.get(i))));
    }
    return pieces;
  }

  private Presence<RecycleBinEntry> binned(Observation<Presence<RecycleBinEntry>> observation)
      throws NoEntry {
    if (observation
            instanceof
            Observation.Failed<Presence<RecycleBinEntry>>(Ec2CallException failure, var retryAt)
        && forGood(failure)) {
      throw new NoEntry(failure);
    }
    return inquiry.value(observation);
  }

  /** An outage tells nothing, and is waited out; without the permission no waiting helps. */
  private static boolean forGood(Ec2CallException failure) {
    return failure.errorClass() == Ec2CallException.ErrorClass.DENIED
        || failure.errorClass() == Ec2CallException.ErrorClass.UNSUPPORTED;
  }

  private static final class NoEntry extends Exception {
    private static final long serialVersionUID = 1L;

    NoEntry(Ec2CallException failure) {
      super(ErrorReasons.readyState(failure).message(), failure);
    }
  }
}
