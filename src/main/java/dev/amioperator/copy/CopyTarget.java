package dev.amioperator.copy;

import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.attributes.AllowlistPlanFilter;
import dev.amioperator.attributes.DesiredAttributes;
import dev.amioperator.attributes.TagLimit;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.reconcile.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A destination where an AmiCopy's spec demands a copy.
 *
 * @param sourceId the image to copy
 * @param source the same image, as far as it was read
 * @param allowlist of the destination's AwsAccount
 * @param revision the generations of the AmiCopy and of its AwsAccounts: another after an edit
 */
record CopyTarget(
    DesiredCopy desired,
    DesiredDestination destination,
    RecordedCopy recorded,
    SourceId sourceId,
    ObservedSource source,
    AccountRegion accountRegion,
    Allowlist allowlist,
    SourceAccount sourceAccount,
    String revision) {

  /** The account that reads the source, in the source's region, and what it allows. */
  record SourceAccount(AccountRegion accountRegion, Allowlist allowlist) {}

  CopyTarget withSource(ObservedSource observed) {
    return new CopyTarget(
        desired,
        destination,
        recorded,
        sourceId,
        observed,
        accountRegion,
        allowlist,
        sourceAccount,
        revision);
  }

  Optional<RegionStatus> regionStatus() {
    return recorded.entry(accountRegion);
  }

  /** The image of this region that the status records. */
  Optional<String> recordedImageId() {
    return regionStatus().map(RegionStatus::imageId);
  }

  /** The name of a copy that CopyImage may have been called for and whose id is unknown. */
  Optional<String> recordedName() {
    return regionStatus().filter(e -> e.imageId() == null).map(RegionStatus::imageName);
  }

  /** The snapshots of the recorded image. */
  List<SnapshotEntry> recordedSnapshots() {
    return regionStatus().map(RegionStatus::snapshots).map(List::copyOf).orElse(List.of());
  }

  /** Whether the recorded copies are of the desired source. */
  boolean hasRecordedSource() {
    return recorded.source().equals(Optional.of(sourceId));
  }

  /** The part of a plan that the account allows: it may forbid the spec's launch permissions. */
  Plan allowed(Plan plan) {
    return allowlist
        .grantRefusal(destination.sharing(), Optional.empty())
        .map(refusal -> AllowlistPlanFilter.of(plan, refusal))
        .orElse(plan);
  }

  /** The tag keys to remove if the spec drops them; none while the source's tags are unknown. */
  Set<String> recordedTagKeys() {
    return desired.knowsAllTags(source) ? recorded.managedTagKeys() : Set.of();
  }

  /** The recorded image, if it is restored after a deregistration: a copy of the same source. */
  Optional<String> imageToRestore() {
    return hasRecordedSource()
        ? regionStatus().filter(e -> !RegionStatusFactory.isFailed(e)).map(RegionStatus::imageId)
        : Optional.empty();
  }

  /** EC2's limit of tags on a copy with a name in EC2. */
  TagLimit tagLimit(String imageName) {
    return new TagLimit(
        attributes(imageName).tags(), destination.tags().keySet(), recordedTagKeys());
  }

  /** The desired attributes of a copy with a name in EC2. */
  DesiredAttributes attributes(String imageName) {
    return desired
        .attributes(destination, source, sourceId)
        .withMadeAs(new MadeAsTag(accountRegion.accountId(), accountRegion.region(), imageName));
  }
}
