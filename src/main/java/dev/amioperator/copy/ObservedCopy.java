package dev.amioperator.copy;

import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Instant;
import java.util.Optional;

/**
 * What was seen in one place where a copy is wanted.
 *
 * @param ownedResources what carries the AmiCopy's tags
 * @param byId the image that the status names; asked for only when the holdings lack it
 * @param byName the image that has the name a new copy would get; asked for only then
 * @param observedSharing who may use the copy, as far as that is managed
 * @param pendingSnapshots how many snapshots are being copied into the place: today those of this
 *     object that are pending, and the one number to replace for a queue that all objects share
 * @param observedAt the oldest of the looks
 * @param recycleBinState what is left of the image that the status names; looked for when it is not
 *     seen
 */
record ObservedCopy(
    OwnedResources ownedResources,
    Optional<Presence<Image>> byId,
    Optional<Presence<Image>> byName,
    ObservedSharing observedSharing,
    int pendingSnapshots,
    Instant observedAt,
    RecycleBinState recycleBinState) {

  /** The image that has that name, if one has. */
  Optional<Image> nameHolder() {
    return byName.flatMap(Presence::found).filter(Image::registered);
  }
}
