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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the Recycle Bin for an image that EC2 does not show any more, and for its snapshots. */
public final class RecycleBinStateObserver {
  private final ObservationSession session;

  public RecycleBinStateObserver(ObservationSession observationSession) {
    this.session = observationSession;
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
  public RecycleBinState observe(
      Presence<Image> image, Optional<String> restorable, List<SnapshotEntry> ledger) {
    return image.found().filter(Image::registered).isPresent()
        ? new RecycleBinState.NotObserved()
        : restorable
            .<RecycleBinState>map(id -> observeRecycleBin(id, ledger))
            .orElseGet(RecycleBinState.NotObserved::new);
  }

  private RecycleBinState observeRecycleBin(String imageId, List<SnapshotEntry> ledger) {
    try {
      Presence<RecycleBinEntry> image =
          recycleBinEntry(session.observation(RecycleBinQueries.image(imageId)));
      return new RecycleBinState.Accessible(
          image, image.found().isEmpty() ? List.of() : snapshotLocations(ledger));
    } catch (RecycleBinInaccessibleException recycleBinInaccessibleException) {
      return new RecycleBinState.Inaccessible(recycleBinInaccessibleException.getMessage());
    }
  }

  /** All are asked for before the first answer is waited for, so that they share the calls. */
  private List<RecycleBinState.SnapshotLocation> snapshotLocations(List<SnapshotEntry> ledger)
      throws RecycleBinInaccessibleException {
    List<Observation<Presence<Snapshot>>> standing =
        ledger.stream()
            .map(entry -> session.observation(SnapshotQueries.byId(entry.snapshotId())))
            .toList();
    List<Observation<Presence<RecycleBinEntry>>> binned =
        ledger.stream()
            .map(entry -> session.observation(RecycleBinQueries.snapshot(entry.snapshotId())))
            .toList();
    List<RecycleBinState.SnapshotLocation> pieces = new ArrayList<>();
    for (int i = 0; i < ledger.size(); i++) {
      pieces.add(
          new RecycleBinState.SnapshotLocation(
              ledger.get(i), session.value(standing.get(i)), recycleBinEntry(binned.get(i))));
    }
    return pieces;
  }

  private Presence<RecycleBinEntry> recycleBinEntry(
      Observation<Presence<RecycleBinEntry>> observation) throws RecycleBinInaccessibleException {
    if (observation
            instanceof
            Observation.Failed<Presence<RecycleBinEntry>>(Ec2CallException failure, var retryAt)
        && isPermanent(failure)) {
      throw new RecycleBinInaccessibleException(failure);
    }
    return session.value(observation);
  }

  /** An outage tells nothing, and is waited out; without the permission no waiting helps. */
  private static boolean isPermanent(Ec2CallException failure) {
    return failure.errorClass() == Ec2CallException.ErrorClass.DENIED
        || failure.errorClass() == Ec2CallException.ErrorClass.UNSUPPORTED;
  }

  private static final class RecycleBinInaccessibleException extends Exception {
    private static final long serialVersionUID = 1L;

    RecycleBinInaccessibleException(Ec2CallException failure) {
      super(ErrorReasons.readyState(failure).message(), failure);
    }
  }
}
