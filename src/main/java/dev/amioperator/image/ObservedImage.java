package dev.amioperator.image;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * EC2 resources of an AmiImage, as observed.
 *
 * @param ownedResources images and snapshots with its tags
 * @param byId the image of its status or source, read only when none has its tags
 * @param byName the image that has its name, read only when no other is known
 * @param untaggedSnapshots snapshots without its tags that it may have to take over, by id
 * @param observedSharing launch permissions, as far as they are managed
 * @param fastLaunch off unless it is managed and the image is of Windows
 * @param observedAt when the oldest answer was read
 * @param resolvedImage read only when a lookup or an SSM parameter names the image
 * @param build read only while the image is being built
 * @param source read only while no image is known
 * @param recycleBinState of the image in its status; read only when EC2 shows it no more
 * @param failedImageUsage pending unless EC2 failed to create the image, and it is to be removed
 */
record ObservedImage(
    OwnedResources ownedResources,
    Optional<Presence<Image>> byId,
    Optional<Presence<Image>> byName,
    Map<String, Snapshot> untaggedSnapshots,
    ObservedSharing observedSharing,
    FastLaunch fastLaunch,
    Instant observedAt,
    Optional<ResolvedImage> resolvedImage,
    Optional<ObservedBuild> build,
    ObservedImageSource source,
    RecycleBinState recycleBinState,
    Usage failedImageUsage) {

  /** The registered image that has its name. */
  Optional<Image> nameHolder() {
    return byName.flatMap(Presence::found).filter(Image::registered);
  }

  /** The owned snapshots of this image; those of a copy may have the same tags. */
  List<Snapshot> snapshotsOf(Image image) {
    return snapshotsOf(image, ownedResources);
  }

  /** The owned snapshots that EC2 created with this image, and those handed over for it. */
  List<Snapshot> createdWith(Image image, DesiredImage desired) {
    return ownedResources.snapshots().stream()
        .filter(
            snapshot ->
                snapshot.createdWith(image)
                    || desired.source().handedOverSnapshots().contains(snapshot.id()))
        .toList();
  }

  static List<Snapshot> snapshotsOf(Image image, OwnedResources ownedResources) {
    return ownedResources.snapshots().stream()
        .filter(snapshot -> snapshot.belongsTo(image))
        .toList();
  }
}
