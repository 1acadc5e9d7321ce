package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reconcile of an AmiCopy knows before it reads EC2.
 *
 * @param sourceAccountRef the AwsAccount that the source is read with
 * @param accountGenerations by AwsAccount; of an AwsAccount that exists
 * @param allRegions the regions of accounts with {@code allRegions}
 * @param grantUse other objects that need permissions on source images
 * @param copyQuotas by AwsAccount, the limit of concurrent image copies where it sets one
 * @param access to the account of the source, and of each destination, desired or to be cleared
 */
record CopyContext(
    DesiredCopy desired,
    RecordedCopy recorded,
    AmiCopyStatusFactory statusFactory,
    String sourceAccountRef,
    ObservedSource source,
    Map<String, Long> accountGenerations,
    CopyAccess access,
    AllRegions allRegions,
    SourceGrantUse grantUse,
    Map<String, Integer> copyQuotas,
    Instant now) {
  /** EC2's quota of image copies in progress in a region. */
  private static final int DEFAULT_COPY_QUOTA = 300;

  /** The account that reads the source, in the region of the source. */
  CopyTarget.SourceAccount sourceAccount() {
    Access.Granted granted = (Access.Granted) access.source();
    return new CopyTarget.SourceAccount(granted.accountRegion(), granted.allowlist());
  }

  /** The name of the AmiImage whose image is copied, if the spec names an AmiImage. */
  Optional<String> imageRef() {
    return Optional.ofNullable(statusFactory.resource().getSpec().source().imageRef());
  }

  /** The AmiImage whose image is copied, as its tags name it. */
  Optional<Owner> sourceImage() {
    return imageRef().map(this::amiImage);
  }

  /** The AmiImage of a name in the object's namespace, as tags name it. */
  Owner amiImage(String name) {
    return new Owner(
        desired.owner().cluster(), "AmiImage/%s/%s".formatted(desired.owner().namespace(), name));
  }

  /** Whether the spec names a destination by its region. */
  boolean names(DestinationKey key) {
    return DestinationExpansion.named(statusFactory.resource().getSpec(), sourceAccountRef)
        .contains(key);
  }

  /** The status entry of a destination. */
  Optional<RegionStatus> entry(DestinationKey key) {
    return access.of(key) instanceof Access.Granted(var accountRegion, _)
        ? recorded.entry(accountRegion)
        : recorded.entry(key);
  }

  /** The status entries of destinations that the spec no longer names. */
  List<RegionStatus> removed() {
    Set<RegionStatus> kept =
        desired.keys().stream().flatMap(key -> entry(key).stream()).collect(Collectors.toSet());
    return recorded.regions().stream().filter(entry -> !kept.contains(entry)).toList();
  }

  /**
   * Why an entry that the spec does not name is kept for now: it may be a destination of the spec
   * under another AwsAccount of the same account, or the copy that is to replace it is not there.
   */
  Optional<ReadyState> removalObstacle(RegionStatus entry) {
    return unknownAccount(entry)
        .or(() -> allRegions.removalObstacle(RecordedCopy.key(entry), statusFactory.resource()))
        .or(() -> replacementPending(entry));
  }

  private Optional<ReadyState> replacementPending(RegionStatus entry) {
    return desired.keys().stream()
        .filter(key -> key.region().equals(entry.region()))
        .filter(key -> entry(key).filter(RegionStatusFactory::isAvailable).isEmpty())
        .findFirst()
        .map(
            key ->
                new ReadyState.Reconciling(
                    Reason.Copying,
                    "%s stays until the copy of %s is available."
                        .formatted(RegionStatusFactory.describe(entry), key),
                    Requeue.COPY_PENDING));
  }

  private Optional<ReadyState> unknownAccount(RegionStatus entry) {
    return desired.keys().stream()
        .filter(key -> key.region().equals(entry.region()))
        .filter(key -> entry(key).isEmpty())
        .flatMap(
            key ->
                access.of(key) instanceof Access.Unavailable(ReadyState why)
                    ? Stream.of(why)
                    : Stream.of())
        .filter(why -> why.reason() != Reason.DuplicateDestination)
        .findFirst();
  }

  /** The entries of all destinations of a deleted object, also of those that the status lacks. */
  List<RegionStatus> entriesToClear() {
    return Stream.concat(
            recorded.regions().stream(),
            desired.keys().stream()
                .filter(key -> entry(key).isEmpty())
                .map(key -> RegionStatusFactory.unrecorded(access.accountId(key), key)))
        .toList();
  }

  /** The generations of the AmiCopy and of the AwsAccounts of a copy: another after an edit. */
  String revision(DestinationKey key) {
    return "%s %s %s"
        .formatted(
            statusFactory.resource().getMetadata().getGeneration(),
            accountGenerations.get(sourceAccountRef),
            accountGenerations.get(key.account()));
  }

  /** Whether the copy of a destination was available and converged at the last reconcile. */
  boolean settled(DestinationKey key) {
    return statusFactory.settled(entry(key), source.id());
  }

  /**
   * Whether the source was available at the last reconcile, so that the shared scan, which reads it
   * again, is recent enough for it.
   */
  boolean sourceSettled() {
    return statusFactory.sourceWasAvailable()
        && source.id().filter(id -> recorded.source().equals(Optional.of(id))).isPresent();
  }

  /** The limit of concurrent image copies that an AwsAccount sets. */
  int copyQuota(String account) {
    return copyQuotas.getOrDefault(account, DEFAULT_COPY_QUOTA);
  }

  /** Whether the source image is needed for its tags, or probably for CopyImage. */
  boolean needsSource() {
    return desired.copySourceTags()
        || source
            .id()
            .filter(id -> desired.keys().stream().allMatch(key -> recorded.hasCopy(entry(key), id)))
            .isEmpty();
  }
}
