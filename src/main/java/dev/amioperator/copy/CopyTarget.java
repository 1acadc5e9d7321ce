package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.MadeAs;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A region where an AmiCopy wants a copy.
 *
 * @param sourceId which image is to be copied
 * @param source the same image as far as it is known
 */
record CopyTarget(
    DesiredCopy desired,
    RecordedCopy recorded,
    SourceId sourceId,
    ObservedSource source,
    AccountRegion accountRegion) {
  /** The same with the source as EC2 shows it. */
  CopyTarget withSource(ObservedSource observed) {
    return new CopyTarget(desired, recorded, sourceId, observed, accountRegion);
  }

  /** The region's entry in the status. */
  Optional<RegionStatus> regionStatus() {
    return recorded.region(accountRegion.region());
  }

  /** The image of this region at the last reconcile. */
  Optional<String> recordedImageId() {
    return regionStatus().map(RegionStatus::imageId);
  }

  /** The name of a copy that may have been asked for and is not known by its id yet. */
  Optional<String> recordedName() {
    return regionStatus().filter(e -> e.imageId() == null).map(RegionStatus::imageName);
  }

  /** The ledger of that image. */
  List<SnapshotEntry> recordedSnapshots() {
    return regionStatus().map(RegionStatus::snapshots).map(List::copyOf).orElse(List.of());
  }

  /** Whether the copies of the status are of the source that is wanted now. */
  boolean hasRecordedSource() {
    return recorded.source().equals(Optional.of(sourceId));
  }

  /** The user's tag keys to remove when unwanted: none while the source's tags are unknown. */
  Set<String> recordedTagKeys() {
    return desired.knowsAllTags(source) ? recorded.managedTagKeys() : Set.of();
  }

  /** That image, if it is brought back when others deregister it: a copy of the same source. */
  Optional<String> imageToRestore() {
    return hasRecordedSource()
        ? regionStatus().filter(e -> !RegionStatusFactory.isFailed(e)).map(RegionStatus::imageId)
        : Optional.empty();
  }

  /** The attributes that a copy of this name is to have. */
  DesiredAttributes attributes(String imageName) {
    return desired
        .attributes(source, sourceId)
        .withMadeAs(new MadeAs(accountRegion.region(), imageName));
  }
}
