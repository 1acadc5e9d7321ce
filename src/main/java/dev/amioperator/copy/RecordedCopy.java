package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the status of an AmiCopy remembers of its copies in EC2.
 *
 * @param accountId the account that the object is pinned to
 * @param source the image that was copied at the last reconcile
 * @param managedTagKeys the user's tag keys that were set before
 * @param regions the entry of each region
 */
record RecordedCopy(
    Optional<String> accountId,
    Optional<SourceId> source,
    Set<String> managedTagKeys,
    List<RegionStatus> regions) {
  private static final Set<String> LIVE =
      Set.of(Image.State.AVAILABLE.value(), Image.State.PENDING.value());

  static RecordedCopy of(AmiCopy resource) {
    Optional<AmiCopyStatus> status = Optional.ofNullable(resource.getStatus());
    return new RecordedCopy(
        status.map(AmiCopyStatus::accountId),
        status
            .filter(s -> s.sourceImageId() != null && s.sourceRegion() != null)
            .map(s -> new SourceId(s.sourceRegion(), s.sourceImageId())),
        status.map(AmiCopyStatus::managedTagKeys).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiCopyStatus::regions).map(List::copyOf).orElse(List.of()));
  }

  /** The entry of a region. */
  Optional<RegionStatus> region(String name) {
    return regions.stream().filter(entry -> entry.region().equals(name)).findFirst();
  }

  /** Whether a region had an image of this source, available or still pending. */
  boolean hasCopy(String region, SourceId id) {
    return source.equals(Optional.of(id))
        && region(region).filter(entry -> LIVE.contains(entry.state())).isPresent();
  }
}
