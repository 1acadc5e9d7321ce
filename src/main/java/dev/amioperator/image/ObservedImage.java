package dev.amioperator.image;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.FastLaunch;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen in EC2 of one AmiImage.
 *
 * @param ownedResources what carries its tags
 * @param byId the image of its status or its source, asked for only when the holdings lack it
 * @param byName the image that holds its name, asked for only when no other is known
 * @param untaggedSnapshots snapshots of others that it may have to take over, by id
 * @param observedSharing who may use the image, as far as that is managed
 * @param fastLaunch off unless it is managed and the image is one of Windows
 * @param observedAt the oldest of the looks
 * @param resolvedImage asked for only when the image is found by a lookup or an SSM parameter
 * @param build asked for only while the image is being built
 * @param recycleBinState what is left of the image of its status; asked for only when EC2 shows it
 *     no more
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
    RecycleBinState recycleBinState) {

  /** The image that holds its name, if one does. */
  Optional<Image> nameHolder() {
    return byName.flatMap(Presence::found).filter(Image::registered);
  }

  /** Those snapshots that carry the object's tags and belong to this image: tags travel. */
  List<Snapshot> snapshotsOf(Image image) {
    return snapshotsOf(image, ownedResources);
  }

  static List<Snapshot> snapshotsOf(Image image, OwnedResources ownedResources) {
    return ownedResources.snapshots().stream().filter(one -> one.belongsTo(image)).toList();
  }
}
