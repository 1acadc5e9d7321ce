package dev.amioperator.image;

import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.attributes.SharingObserver;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.reconcile.Asked;
import dev.amioperator.reconcile.ObservationReader;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.recyclebin.RecycleBinStateObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what a plan for one AmiImage needs to know, asking for no more than that. */
final class ImageObserver {
  private final ObservationSession session;
  private final DesiredImage desired;
  private final RecordedImage recorded;
  private final ClusterContext clusterContext;

  private ImageObserver(
      ObservationSession session,
      DesiredImage desired,
      RecordedImage recorded,
      ClusterContext clusterContext) {
    this.session = session;
    this.desired = desired;
    this.recorded = recorded;
    this.clusterContext = clusterContext;
  }

  /**
   * What was seen.
   *
   * @throws ObservationReader.ObservationPendingException when EC2 is still being asked, or could
   *     not be
   */
  static ObservedImage observe(
      ObservationSession observationSession,
      DesiredImage desired,
      RecordedImage recorded,
      ClusterContext clusterContext) {
    return new ImageObserver(observationSession, desired, recorded, clusterContext).observe();
  }

  private ObservedImage observe() {
    Asked<OwnedResources> asked = session.ask(OwnedResourceQueries.byOwner(session.owner()));
    Asked<Optional<ResolvedImage>> finding =
        Asked.of(() -> desired.source().resolve(new ImageResolver(session)));
    return observe(asked.value(), finding);
  }

  private ObservedImage observe(
      OwnedResources ownedResources, Asked<Optional<ResolvedImage>> finding) {
    boolean held = CurrentImage.byOwnerTags(desired, recorded, ownedResources).isPresent();
    Asked<Map<String, Snapshot>> related = Asked.of(() -> untaggedSnapshots(ownedResources));
    Asked<ObservedSharing> sharing = Asked.of(() -> observedSharing(ownedResources));
    Asked<FastLaunch> fastLaunch = Asked.of(() -> fastLaunch(ownedResources));
    Optional<Presence<Image>> byId =
        held
            ? Optional.empty()
            : recorded.idToObserve(desired).map(ImageQueries::byId).map(session::get);
    boolean known = held || byId.flatMap(Presence::found).isPresent();
    Asked<Optional<ObservedBuild>> build =
        Asked.of(
            () -> new BuildObserver(session, desired, recorded).observe(known, clusterContext));
    RecycleBinState recycleBinState =
        byId.map(this::recycleBinState).orElseGet(RecycleBinState.NotObserved::new);
    Optional<Presence<Image>> byName =
        known
            ? Optional.empty()
            : requiredName(recycleBinState).map(ImageQueries::byName).map(session::get);
    return new ObservedImage(
        ownedResources,
        byId,
        byName,
        related.value(),
        sharing.value(),
        fastLaunch.value(),
        session.oldestObservedAt(),
        finding.value(),
        build.value(),
        recycleBinState);
  }

  /** The name that an image that is to come must find free; one that is adopted keeps its own. */
  private Optional<String> requiredName(RecycleBinState recycleBinState) {
    if (recycleBinState
            instanceof RecycleBinState.Accessible(Presence<RecycleBinEntry> image, var pieces)
        && image.found().isPresent()) {
      return image.found().map(RecycleBinEntry::name);
    }
    return desired.nameToCreate();
  }

  private RecycleBinState recycleBinState(Presence<Image> byId) {
    return new RecycleBinStateObserver(session)
        .observe(byId, recorded.imageToRestore(desired), recorded.snapshots());
  }

  private ObservedSharing observedSharing(OwnedResources ownedResources) {
    return ownedImage(ownedResources)
        .map(
            image ->
                new SharingObserver(session)
                    .observe(
                        desired.attributes(),
                        image,
                        ObservedImage.snapshotsOf(image, ownedResources)))
        .orElse(ObservedSharing.NOT_OBSERVED);
  }

  private FastLaunch fastLaunch(OwnedResources ownedResources) {
    return ownedImage(ownedResources)
        .filter(image -> desired.managesFastLaunch(image) && DesiredFastLaunch.isSupported(image))
        .map(image -> session.get(ImageQueries.fastLaunch(image.id())))
        .orElse(FastLaunch.OFF);
  }

  private Optional<Image> ownedImage(OwnedResources ownedResources) {
    return CurrentImage.byOwnerTags(desired, recorded, ownedResources)
        .filter(CurrentImage.Owned.class::isInstance)
        .map(found -> ((CurrentImage.Owned) found).image());
  }

  /** The snapshots that may have to be taken over and do not carry our tags yet. */
  private Map<String, Snapshot> untaggedSnapshots(OwnedResources ownedResources) {
    List<String> untagged =
        desired.source().snapshotsToTakeOver(ownedResources).stream()
            .filter(id -> ownedResources.snapshots().stream().noneMatch(s -> s.id().equals(id)))
            .toList();
    Map<String, Snapshot> related = new HashMap<>();
    session
        .getAll(untagged, SnapshotQueries::byId)
        .forEach((id, presence) -> presence.found().ifPresent(found -> related.put(id, found)));
    return related;
  }
}
