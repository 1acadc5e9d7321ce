package dev.amioperator.copy;

import dev.amioperator.attributes.ExpectedEncryption;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.RecycleBinState;
import dev.amioperator.usage.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The EC2 resources observed in a region of an AmiCopy.
 *
 * @param ownedResources the images and snapshots with the AmiCopy's tags
 * @param byId the recorded image; read only when the tags do not show it
 * @param byName the image with the name of a new copy; read only when a copy is to be created
 * @param observedSharing who may use the copy, as far as that is managed
 * @param observedAt when the oldest answer was read from EC2
 * @param recycleBinState what is left of the recorded image; read when EC2 does not list it
 * @param failedImageUsage by image id, what uses a copy that EC2 failed to create
 * @param expectedEncryption how EC2 would encrypt a new copy; read when it is to be shared
 * @param key the key that the spec demands, or the account has by default
 * @param keyFacts what a copy depends on that failed because of its key
 * @param sourceSnapshots those of the source; read only for a time-based copy
 */
@RecordBuilder
record ObservedCopy(
    OwnedResources ownedResources,
    Optional<Presence<Image>> byId,
    Optional<Presence<Image>> byName,
    ObservedSharing observedSharing,
    Instant observedAt,
    RecycleBinState recycleBinState,
    Map<String, Usage> failedImageUsage,
    Optional<ExpectedEncryption> expectedEncryption,
    ObservedKey key,
    Optional<KeyFacts> keyFacts,
    List<Snapshot> sourceSnapshots) {

  /** The registered image with the name of a new copy. */
  Optional<Image> nameHolder() {
    return byName.flatMap(Presence::found).filter(Image::registered);
  }
}
