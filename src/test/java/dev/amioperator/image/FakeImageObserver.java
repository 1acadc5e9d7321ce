package dev.amioperator.image;

import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Observes images of a {@link FakeRegion}, limited to the queries of {@link ImageObserver}. */
final class FakeImageObserver {
  private final FakeRegion ec2;
  private final Map<String, Presence<Image>> presences = new HashMap<>();

  FakeImageObserver(FakeRegion ec2) {
    this.ec2 = ec2;
  }

  ObservedImage observe(ImageCase example) {
    DesiredImage desired = example.desired();
    RecordedImage recorded = example.recorded();
    OwnedResources ownedResources =
        OwnedResources.byOwner(
                desired.region(), ec2.visible(), List.copyOf(ec2.snapshots().values()))
            .getOrDefault(desired.owner().resource(), OwnedResources.NONE);
    Optional<CurrentImage> standing = CurrentImage.byOwnerTags(desired, recorded, ownedResources);
    Optional<Image> found = standing.flatMap(CurrentImage::owned);
    Optional<Presence<Image>> byId =
        standing.isPresent() ? Optional.empty() : recorded.idToObserve(desired).map(this::byId);
    boolean known = standing.isPresent() || byId.flatMap(Presence::found).isPresent();
    return new ObservedImage(
        ownedResources,
        byId,
        known || !desired.source().createsImage()
            ? Optional.empty()
            : Optional.of(byName(desired.imageName())),
        related(desired, ownedResources),
        found
            .map(image -> observedSharing(desired, image, ownedResources))
            .orElse(ObservedSharing.NOT_OBSERVED),
        found
            .filter(
                image -> desired.managesFastLaunch(image) && DesiredFastLaunch.isSupported(image))
            .map(image -> ec2.fastLaunch(image.id()))
            .orElse(FastLaunch.OFF),
        ec2.now(),
        desired.source().usesLookup()
            ? Optional.of(
                ResolvedImage.ofImageId(
                    ImageArbitraries.LOOKED_UP, byId(ImageArbitraries.LOOKED_UP), () -> ""))
            : Optional.empty(),
        Optional.empty(),
        ObservedImageSource.NOT_OBSERVED,
        new RecycleBinState.NotObserved(),
        new Usage.Unused(ec2.now()));
  }

  private Presence<Image> byId(String id) {
    return presence("id " + id, image -> image.id().equals(id));
  }

  private Presence<Image> byName(String name) {
    return presence("name " + name, image -> image.name().equals(name));
  }

  private Presence<Image> presence(String question, Predicate<Image> wanted) {
    Instant now = ec2.now();
    Presence<Image> look =
        ec2.visible().stream()
            .filter(wanted)
            .findFirst()
            .map(Presence::of)
            .orElseGet(() -> Presence.missed(Optional.ofNullable(presences.get(question)), now));
    presences.put(question, look);
    return look;
  }

  private Map<String, Snapshot> related(DesiredImage desired, OwnedResources ownedResources) {
    return desired.source().snapshotsToTakeOver(ownedResources).stream()
        .filter(id -> ownedResources.snapshots().stream().noneMatch(s -> s.id().equals(id)))
        .map(ec2.snapshots()::get)
        .filter(Objects::nonNull)
        .collect(Collectors.toMap(Snapshot::id, Function.identity()));
  }

  private ObservedSharing observedSharing(
      DesiredImage desired, Image image, OwnedResources ownedResources) {
    var desiredSharing = desired.attributes().sharing();
    if (!desired.attributes().managesSharing(image.state())) {
      return ObservedSharing.NOT_OBSERVED;
    }
    Map<String, Set<String>> copying =
        desiredSharing.createVolumePermissions().isEmpty()
            ? Map.of()
            : ObservedImage.snapshotsOf(image, ownedResources).stream()
                .collect(Collectors.toMap(Snapshot::id, s -> ec2.snapshotPermissions(s.id())));
    return new ObservedSharing(
        desiredSharing.launchPermissions().map(wanted -> ec2.launchPermissions(image.id())),
        copying,
        false,
        false,
        Map.of());
  }
}
