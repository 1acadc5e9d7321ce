package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.Attributes;
import dev.amioperator.ec2.Place;
import dev.amioperator.ownership.MadeAs;
import java.util.List;
import java.util.Optional;

/**
 * One place where an AmiCopy wants a copy.
 *
 * @param id which image is to be copied
 * @param source the same image as far as it is known
 * @param entry the place's entry in the status, as it stands in the API server
 */
record Target(
    Desired desired, SourceId id, Source source, Place place, Optional<RegionStatus> entry) {

  /** The image that stood for this place at the last look. */
  Optional<String> knownImageId() {
    return entry.map(RegionStatus::imageId);
  }

  /** The name of a copy that may have been asked for and is not known by its id yet. */
  Optional<String> announcedName() {
    return entry.filter(e -> e.imageId() == null).map(RegionStatus::imageName);
  }

  /** The ledger of that image. */
  List<SnapshotEntry> ledger() {
    return entry.map(RegionStatus::snapshots).map(List::copyOf).orElse(List.of());
  }

  /** That image, if it is brought back when others deregister it: a copy of the same source. */
  Optional<String> toRestore() {
    return desired.copied().equals(Optional.of(id))
        ? entry.filter(e -> !Entry.broken(e)).map(RegionStatus::imageId)
        : Optional.empty();
  }

  /** How a copy of this name shall be. */
  Attributes attributes(String imageName) {
    return desired.attributes(source, id).madeAs(new MadeAs(place.region(), imageName));
  }
}
