package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.attributes.RemovedFields;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The copies in EC2 that the status of an AmiCopy records.
 *
 * @param accountRef the AwsAccount that the source was read with
 * @param accountId the account that the source is read in
 * @param source the image that was copied at the last reconcile
 * @param managedTagKeys the tag keys that the operator set for the spec
 * @param managedFields optional fields that have set something in EC2: see {@link RemovedFields}
 * @param regions the status entry of each region
 * @param grants permissions on source images that other accounts have, or are to get
 */
record RecordedCopy(
    Optional<String> accountRef,
    Optional<String> accountId,
    Optional<SourceId> source,
    Set<String> managedTagKeys,
    Set<String> managedFields,
    List<RegionStatus> regions,
    List<CopyGrant> grants) {
  private static final Set<String> LIVE =
      Set.of(Image.State.AVAILABLE.value(), Image.State.PENDING.value());

  static RecordedCopy of(AmiCopy resource) {
    Optional<AmiCopyStatus> status = Optional.ofNullable(resource.getStatus());
    return new RecordedCopy(
        status.map(AmiCopyStatus::accountRef),
        status.map(AmiCopyStatus::accountId),
        status
            .filter(s -> s.sourceImageId() != null && s.sourceRegion() != null)
            .map(s -> new SourceId(s.sourceRegion(), s.sourceImageId())),
        status.map(AmiCopyStatus::managedTagKeys).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiCopyStatus::managedFields).map(Set::copyOf).orElse(Set.of()),
        status.map(AmiCopyStatus::regions).map(List::copyOf).orElse(List.of()),
        status.map(AmiCopyStatus::grants).map(List::copyOf).orElse(List.of()));
  }

  /** The entry of a region of an account, whatever name the AwsAccount has. */
  Optional<RegionStatus> entry(AccountRegion at) {
    return regions.stream()
        .filter(entry -> entry.region().equals(at.region()))
        .filter(entry -> entry.accountId().equals(at.accountId()))
        .findFirst();
  }

  /** The entry of a region that was made with an AwsAccount. */
  Optional<RegionStatus> entry(DestinationKey key) {
    return regions.stream().filter(entry -> key(entry).equals(key)).findFirst();
  }

  /**
   * The entries that were made with an AwsAccount, and those of its account that were made with one
   * that the spec does not name, because it was renamed.
   *
   * @param id the account id of the AwsAccount; empty while it is unknown
   * @param named the AwsAccounts that the spec names
   */
  List<RegionStatus> entriesOf(String account, Optional<String> id, Set<String> named) {
    return regions.stream()
        .filter(
            entry ->
                key(entry).account().equals(account)
                    || !named.contains(key(entry).account())
                        && id.equals(Optional.of(entry.accountId())))
        .toList();
  }

  /** The account id that the source is pinned to, unless the spec names another AwsAccount now. */
  Optional<String> accountIdOf(String sourceAccount) {
    return accountRef.map(sourceAccount::equals).orElse(true) ? accountId : Optional.empty();
  }

  /** The AwsAccount and region of an entry. */
  static DestinationKey key(RegionStatus entry) {
    return new DestinationKey(AccountAccess.nameOf(entry.account()), entry.region());
  }

  /** Whether an image was there before, as copies of it were made. */
  boolean hasCopied(SourceId id) {
    return source.equals(Optional.of(id))
        && regions.stream().anyMatch(RegionStatusFactory::mayHaveCopies);
  }

  /** Whether a destination had an available or pending copy of a source. */
  boolean hasCopy(Optional<RegionStatus> entry, SourceId id) {
    return source.equals(Optional.of(id))
        && entry.filter(e -> LIVE.contains(e.state())).isPresent();
  }
}
