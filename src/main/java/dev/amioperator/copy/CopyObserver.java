package dev.amioperator.copy;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.attributes.SharingObserver;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.recyclebin.RecycleBinStateObserver;
import java.util.Optional;

/** Gathers what a plan for one place needs to know, asking for no more than that. */
final class CopyObserver {
  private final ObservationSession session;
  private final CopyTarget target;

  private CopyObserver(ObservationSession session, CopyTarget target) {
    this.session = session;
    this.target = target;
  }

  /**
   * What was seen.
   *
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static ObservedCopy observe(ObservationSession observationSession, CopyTarget target) {
    return new CopyObserver(observationSession, target).observe();
  }

  private ObservedCopy observe() {
    OwnedResources ownedResources = session.get(OwnedResourceQueries.byOwner(session.owner()));
    CopyMatches copies = CopyMatches.of(target, ownedResources);
    boolean none = copies.isEmpty();
    Asked<Optional<Presence<Image>>> byId =
        Asked.of(() -> none ? recordedImage(ownedResources) : Optional.empty());
    Asked<Optional<Presence<Image>>> byName =
        Asked.of(() -> none ? imageByName(ownedResources) : Optional.empty());
    Optional<Presence<Image>> known = byId.value();
    RecycleBinState recycleBinState =
        known.map(this::recycleBinState).orElseGet(RecycleBinState.NotObserved::new);
    return new ObservedCopy(
        ownedResources,
        known,
        byName.value(),
        copies
            .current()
            .map(copy -> observedSharing(copy, ownedResources))
            .orElse(ObservedSharing.NOT_OBSERVED),
        pendingSnapshots(ownedResources),
        session.oldestObservedAt(),
        recycleBinState);
  }

  private RecycleBinState recycleBinState(Presence<Image> known) {
    return new RecycleBinStateObserver(session)
        .observe(known, target.imageToRestore(), target.recordedSnapshots());
  }

  private Optional<Presence<Image>> recordedImage(OwnedResources ownedResources) {
    return target
        .recordedImageId()
        .filter(id -> ownedResources.images().stream().noneMatch(image -> image.id().equals(id)))
        .map(ImageQueries::byId)
        .map(session::get);
  }

  private Optional<Presence<Image>> imageByName(OwnedResources ownedResources) {
    return target.source() instanceof ObservedSource.Available(var id, Image source)
        ? Optional.of(session.get(ImageQueries.byName(CopyName.of(target, source, ownedResources))))
        : Optional.empty();
  }

  private ObservedSharing observedSharing(Image copy, OwnedResources ownedResources) {
    return new SharingObserver(session)
        .observe(
            target.attributes(copy.name()), copy, CopyMatches.snapshotsOf(copy, ownedResources));
  }

  private static int pendingSnapshots(OwnedResources ownedResources) {
    return (int)
        ownedResources.snapshots().stream()
            .filter(snapshot -> snapshot.state() == Snapshot.State.PENDING)
            .count();
  }
}
