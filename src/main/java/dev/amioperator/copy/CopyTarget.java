package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.MadeAs;
import java.util.List;
import java.util.Optional;

/**
 * One place where an AmiCopy wants a copy.
 *
 * @param sourceId which image is to be copied
 * @param source the same image as far as it is known
 * @param regionStatus the place's entry in the status, as it stands in the API server
 */
record CopyTarget(
    DesiredCopy desired,
    SourceId sourceId,
    ObservedSource source,
    AccountRegion accountRegion,
    Optional<RegionStatus> regionStatus) {

  /** The image that stood for this place at the last look. */
  Optional<String> recordedImageId() {
    return regionStatus.map(RegionStatus::imageId);
  }

  /** The name of a copy that may have been asked for and is not known by its id yet. */
  Optional<String> recordedName() {
    return regionStatus.filter(e -> e.imageId() == null).map(RegionStatus::imageName);
  }

  /** The ledger of that image. */
  List<SnapshotEntry> recordedSnapshots() {
    return regionStatus.map(RegionStatus::snapshots).map(List::copyOf).orElse(List.of());
  }

  /** That image, if it is brought back when others deregister it: a copy of the same source. */
  Optional<String> imageToRestore() {
    return desired.recordedSource().equals(Optional.of(sourceId))
        ? regionStatus.filter(e -> !RegionStatusFactory.isFailed(e)).map(RegionStatus::imageId)
        : Optional.empty();
  }

  /** How a copy of this name shall be. */
  DesiredAttributes attributes(String imageName) {
    return desired
        .attributes(source, sourceId)
        .withMadeAs(new MadeAs(accountRegion.region(), imageName));
  }
}
