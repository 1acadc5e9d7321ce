package dev.amioperator.copy;

import dev.amioperator.attributes.ExpectedEncryption;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.attributes.SharingObserver;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.Query;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.recyclebin.RecycleBinStateObserver;
import dev.amioperator.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the EC2 resources that the plan for a region needs, and no others. */
record CopyObserver(ObservationSession session, CopyTarget target, SourceObserver source) {

  /**
   * Reads the copies of the region, and what the next step depends on.
   *
   * @throws ObservationReader.ObservationPendingException while EC2 is queried, or after it failed
   */
  ObservedCopy observe() {
    OwnedResources owned = session.get(OwnedResourceQueries.byOwner(session.owner()));
    CopyMatches copies = CopyMatches.of(target, owned);
    boolean none = copies.isEmpty();
    RequestedRead<Optional<Presence<Image>>> byId =
        RequestedRead.of(() -> none ? recordedImage(owned) : Optional.empty());
    RequestedRead<Optional<Presence<Image>>> byName =
        RequestedRead.of(() -> none ? imageByName(owned) : Optional.empty());
    RequestedRead<Optional<ExpectedEncryption>> encryption =
        RequestedRead.of(() -> none ? expectedEncryption() : Optional.empty());
    RequestedRead<ObservedKey> key = RequestedRead.of(() -> key(copies));
    RequestedRead<List<Snapshot>> sourceSnapshots =
        RequestedRead.of(() -> none ? sourceSnapshots() : List.of());
    Optional<Presence<Image>> recorded = byId.value();
    RecycleBinState recycleBinState =
        recorded.map(this::recycleBinState).orElseGet(RecycleBinState.NotObserved::new);
    return new ObservedCopy(
        owned,
        recorded,
        byName.value(),
        copies.current().map(copy -> sharing(copy, owned)).orElse(ObservedSharing.NOT_OBSERVED),
        session.oldestObservedAt(),
        recycleBinState,
        failedImageUsage(copies),
        encryption.value(),
        key.value(),
        keyFacts(copies, owned, key.value()),
        sourceSnapshots.value());
  }

  /** The key of a copy to create, or of a failed copy; of an existing copy, only by its alias. */
  private ObservedKey key(CopyMatches copies) {
    CopyKeyObserver observer = new CopyKeyObserver(session, target);
    return copies.current().isPresent() ? observer.observeAlias() : observer.observe();
  }

  private Optional<KeyFacts> keyFacts(CopyMatches copies, OwnedResources owned, ObservedKey key) {
    if (copies.current().isPresent() || copies.failed().isEmpty()) {
      return Optional.empty();
    }
    Image failed = copies.failed().getFirst();
    List<Snapshot> snapshots = CopyMatches.snapshotsOf(failed, owned);
    return KeyFailure.isKeyFailure(failed, snapshots)
        ? new KeyFactsObserver(session, target, source).observe(snapshots, key)
        : Optional.empty();
  }

  private List<Snapshot> sourceSnapshots() {
    return target.destination().completeWithin().isPresent()
            && target.source() instanceof ObservedSource.Available(var id, Image image)
        ? source.snapshots(id, image)
        : List.of();
  }

  private Map<String, Usage> failedImageUsage(CopyMatches copies) {
    return copies.allFailed().stream()
        .collect(
            Collectors.toMap(
                Image::id,
                image ->
                    FailedImageRemoval.observeUsage(
                        session, image, target.desired().deletionGuard())));
  }

  private RecycleBinState recycleBinState(Presence<Image> recorded) {
    return new RecycleBinStateObserver(session)
        .observe(recorded, target.imageToRestore(), target.recordedSnapshots());
  }

  private Optional<ExpectedEncryption> expectedEncryption() {
    return new ExpectedEncryptionObserver(session, target).observe();
  }

  private Optional<Presence<Image>> recordedImage(OwnedResources owned) {
    return target
        .recordedImageId()
        .filter(id -> owned.images().stream().noneMatch(image -> image.id().equals(id)))
        .map(ImageQueries::byId)
        .map(session::get);
  }

  private Optional<Presence<Image>> imageByName(OwnedResources owned) {
    return target.source() instanceof ObservedSource.Available(var id, Image source)
        ? Optional.of(session.get(named(CopyName.of(target, source, owned))))
        : Optional.empty();
  }

  /** If an image is lost, all reads are to be of the same time. */
  private Query<Presence<Image>> named(String name) {
    return target.recordedImageId().isPresent()
        ? ImageQueries.byName(name)
        : ImageQueries.withNameToTake(name);
  }

  private ObservedSharing sharing(Image copy, OwnedResources owned) {
    return new SharingObserver(session)
        .observe(target.attributes(copy.name()), copy, CopyMatches.snapshotsOf(copy, owned));
  }
}
