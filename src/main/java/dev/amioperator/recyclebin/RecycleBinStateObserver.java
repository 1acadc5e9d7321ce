package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.RecycleBinQueries;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.recyclebin.RecycleBinState.SnapshotLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the Recycle Bin for an image that EC2 no longer lists, and for its snapshots. */
public record RecycleBinStateObserver(ObservationSession session) {

  /**
   * Reads what is left of an image that EC2 does not list and that may be restored.
   *
   * @param image the image as EC2 lists it
   * @param restorable its id, if it may be restored
   * @param ledger its snapshots in the status
   * @throws ObservationReader.ObservationPendingException while EC2 is queried, or after it failed
   */
  public RecycleBinState observe(
      Presence<Image> image, Optional<String> restorable, List<SnapshotEntry> ledger) {
    return restorable
        .filter(id -> image.found().filter(Image::registered).isEmpty())
        .map(id -> read(id, ledger))
        .orElseGet(RecycleBinState.NotObserved::new);
  }

  private RecycleBinState read(String imageId, List<SnapshotEntry> ledger) {
    try {
      Presence<RecycleBinEntry> image =
          entry(session.observation(RecycleBinQueries.image(imageId)));
      return new RecycleBinState.Accessible(
          image, image.found().isEmpty() ? List.of() : locations(ledger));
    } catch (InaccessibleException inaccessible) {
      return new RecycleBinState.Inaccessible(inaccessible.getMessage());
    }
  }

  /** Queries all snapshots before it waits for the first answer, so that they share calls. */
  private List<SnapshotLocation> locations(List<SnapshotEntry> ledger)
      throws InaccessibleException {
    List<String> ids = ledger.stream().map(SnapshotEntry::snapshotId).toList();
    List<Observation<Presence<Snapshot>>> inEc2 =
        ids.stream().map(id -> session.observation(SnapshotQueries.byId(id))).toList();
    List<Observation<Presence<RecycleBinEntry>>> inRecycleBin =
        ids.stream().map(id -> session.observation(RecycleBinQueries.snapshot(id))).toList();
    List<SnapshotLocation> locations = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      locations.add(
          new SnapshotLocation(
              ledger.get(i), session.value(inEc2.get(i)), entry(inRecycleBin.get(i))));
    }
    return locations;
  }

  private Presence<RecycleBinEntry> entry(Observation<Presence<RecycleBinEntry>> observation)
      throws InaccessibleException {
    if (observation instanceof Observation.Failed<Presence<RecycleBinEntry>>(var failure, var retry)
        && isPermanent(failure)) {
      throw new InaccessibleException(failure);
    }
    return session.value(observation);
  }

  /** An outage ends, so the read is retried; a missing permission outlasts every retry. */
  private static boolean isPermanent(Ec2CallException failure) {
    return failure.errorClass() == Ec2CallException.ErrorClass.DENIED
        || failure.errorClass() == Ec2CallException.ErrorClass.UNSUPPORTED;
  }

  private static final class InaccessibleException extends Exception {
    private static final long serialVersionUID = 1L;

    InaccessibleException(Ec2CallException failure) {
      super(ErrorReasons.readyState(failure).message(), failure);
    }
  }
}
