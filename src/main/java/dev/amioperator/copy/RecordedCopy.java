package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The copies in EC2 that the status of an AmiCopy records.
 *
 * @param accountId the account that the object is pinned to
 * @param source the image that was copied at the last reconcile
 * @param managedTagKeys the tag keys that the operator set for the spec
 * @param managedFields optional fields that have set something in EC2: see {@link RemovedFields}
 * @param regions the status entry of each region
 */
record RecordedCopy(
    Optional<String> accountId,
    Optional<SourceId> source,
    Set<String> managedTagKeys,
    Set<String> managedFields,
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
        status.map(AmiCopyStatus::managedFields).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiCopyStatus::regions).map(List::copyOf).orElse(List.of()));
  }

  Optional<RegionStatus> region(String name) {
    return regions.stream().filter(entry -> entry.region().equals(name)).findFirst();
  }

  /** Whether an image was there before, as copies of it were made. */
  boolean hasCopied(SourceId id) {
    return source.equals(Optional.of(id))
        && regions.stream().anyMatch(RegionStatusFactory::mayHaveCopies);
  }

  /** Whether a region had an available or pending copy of a source. */
  boolean hasCopy(String region, SourceId id) {
    return source.equals(Optional.of(id))
        && region(region).filter(entry -> LIVE.contains(entry.state())).isPresent();
  }
}
