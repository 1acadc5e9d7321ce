package dev.amioperator.image;

import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.attributes.SharingObserver;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.recyclebin.RecycleBinStateObserver;
import dev.amioperator.usage.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the plan of an AmiImage needs from EC2, and no more. */
record ImageObserver(
    ObservationSession session,
    DesiredImage desired,
    RecordedImage recorded,
    ClusterContext clusterContext) {

  /**
   * The image of the AmiImage and what surrounds it, as EC2 shows them.
   *
   * @throws ObservationReader.ObservationPendingException when EC2's answer is pending or failed
   */
  ObservedImage observe() {
    RequestedRead<OwnedResources> owned =
        session.request(OwnedResourceQueries.byOwner(session.owner()));
    RequestedRead<Optional<ResolvedImage>> resolved =
        RequestedRead.of(() -> desired.source().resolve(new ImageResolver(session)));
    return observe(owned.value(), resolved);
  }

  private ObservedImage observe(
      OwnedResources owned, RequestedRead<Optional<ResolvedImage>> resolved) {
    Optional<CurrentImage> tagged = CurrentImage.byOwnerTags(desired, recorded, owned);
    Optional<Image> image = tagged.flatMap(CurrentImage::owned);
    RequestedRead<Map<String, Snapshot>> untagged =
        RequestedRead.of(() -> untaggedSnapshots(owned));
    RequestedRead<ObservedSharing> sharing = RequestedRead.of(() -> sharing(image, owned));
    RequestedRead<FastLaunch> fastLaunch = RequestedRead.of(() -> fastLaunch(image));
    Optional<Presence<Image>> byId = tagged.isPresent() ? Optional.empty() : byId();
    boolean known = tagged.isPresent() || byId.flatMap(Presence::found).isPresent();
    RequestedRead<Optional<ObservedBuild>> build =
        RequestedRead.of(
            () -> new BuildObserver(session, desired, recorded, clusterContext).observe(known));
    RequestedRead<ObservedImageSource> source = RequestedRead.of(() -> source(known));
    RecycleBinState recycleBin = recycleBinState(byId);
    Optional<Presence<Image>> byName = known ? Optional.empty() : byName(recycleBin, byId);
    return new ObservedImage(
        owned,
        byId,
        byName,
        untagged.value(),
        sharing.value(),
        fastLaunch.value(),
        session.oldestObservedAt(),
        resolved.value(),
        build.value(),
        source.value(),
        recycleBin,
        failedImageUsage(tagged));
  }

  private Usage failedImageUsage(Optional<CurrentImage> tagged) {
    return tagged.orElse(null) instanceof CurrentImage.Failed(Image image)
        ? FailedImageRemoval.observeUsage(session, image, desired.deletionGuard())
        : new Usage.Pending();
  }

  private ObservedImageSource source(boolean imageKnown) {
    return imageKnown ? ObservedImageSource.NOT_OBSERVED : desired.source().observe(session);
  }

  private Optional<Presence<Image>> byId() {
    return recorded.idToObserve(desired).map(ImageQueries::byId).map(session::get);
  }

  /**
   * The image that has the name of the image to restore or create.
   *
   * @param lost an image that is lost, of which all reads are to be of the same time
   */
  private Optional<Presence<Image>> byName(
      RecycleBinState recycleBin, Optional<Presence<Image>> lost) {
    Optional<String> name =
        recycleBin instanceof RecycleBinState.Accessible(Presence<RecycleBinEntry> entry, _)
                && entry.found().isPresent()
            ? entry.found().map(RecycleBinEntry::name)
            : desired.nameToCreate();
    return name.map(n -> lost.isPresent() ? ImageQueries.byName(n) : ImageQueries.withNameToTake(n))
        .map(session::get);
  }

  private RecycleBinState recycleBinState(Optional<Presence<Image>> byId) {
    return byId.map(this::recycleBinState).orElseGet(RecycleBinState.NotObserved::new);
  }

  private RecycleBinState recycleBinState(Presence<Image> byId) {
    return new RecycleBinStateObserver(session)
        .observe(byId, recorded.imageToRestore(desired), recorded.snapshots());
  }

  private ObservedSharing sharing(Optional<Image> owned, OwnedResources resources) {
    return owned
        .map(
            image ->
                new SharingObserver(session)
                    .observe(
                        desired.attributes(), image, ObservedImage.snapshotsOf(image, resources)))
        .orElse(ObservedSharing.NOT_OBSERVED);
  }

  private FastLaunch fastLaunch(Optional<Image> owned) {
    return owned
        .filter(image -> desired.managesFastLaunch(image) && DesiredFastLaunch.isSupported(image))
        .map(image -> session.get(ImageQueries.fastLaunch(image.id())))
        .orElse(FastLaunch.OFF);
  }

  /** Snapshots to take over that lack the object's tags, by id. */
  private Map<String, Snapshot> untaggedSnapshots(OwnedResources owned) {
    List<String> untagged =
        desired.source().snapshotsToTakeOver(owned).stream()
            .filter(id -> owned.snapshots().stream().noneMatch(s -> s.id().equals(id)))
            .toList();
    Map<String, Snapshot> snapshots = new HashMap<>();
    session
        .getAll(untagged, SnapshotQueries::byId)
        .forEach((id, presence) -> presence.found().ifPresent(found -> snapshots.put(id, found)));
    return snapshots;
  }
}
