package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.attributes.AllowlistPlanFilter;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What a reconcile of an AmiCopy knows before it reads EC2.
 *
 * @param access the access to the account for each region, desired or to be cleared; never empty
 * @param refusal why the object may not use the account; removed copies are deleted all the same
 */
record CopyContext(
    DesiredCopy desired,
    RecordedCopy recorded,
    AmiCopyStatusFactory statusFactory,
    ObservedSource source,
    SortedMap<String, Access> access,
    Optional<ReadyState> refusal,
    Instant now) {

  /** Why no region can be reconciled, if the account denies access to all of them. */
  Optional<ReadyState> accessUnavailable() {
    return granted().isPresent()
        ? Optional.empty()
        : access.values().stream().map(a -> ((Access.Unavailable) a).readyState()).findFirst();
  }

  /** The part of a plan that the account allows: it may forbid the spec's launch permissions. */
  Plan allowed(Plan plan) {
    return granted()
        .flatMap(granted -> granted.allowlist().grantRefusal(desired.sharing(), Optional.empty()))
        .map(refusal -> AllowlistPlanFilter.of(plan, refusal))
        .orElse(plan);
  }

  /** Any accessible region; all are in the same account. */
  AccountRegion anyAccountRegion() {
    return granted().orElseThrow().accountRegion();
  }

  /** The status entries of regions that the spec no longer names. */
  List<RegionStatus> removed() {
    return recorded.regions().stream()
        .filter(entry -> !desired.regions().contains(entry.region()))
        .toList();
  }

  /** The entries of all regions of a deleted object, also of those that the status lacks. */
  List<RegionStatus> entriesToClear() {
    String accountId = recorded.accountId().orElse("");
    return Stream.concat(
            recorded.regions().stream(),
            desired.regions().stream()
                .filter(region -> recorded.region(region).isEmpty())
                .map(region -> RegionStatusFactory.unrecorded(accountId, region)))
        .toList();
  }

  /** Whether the copy of a desired region was available and converged at the last reconcile. */
  boolean settled(String region) {
    return statusFactory.settled(region, source.id());
  }

  /** Whether the copies of all desired regions were settled. */
  boolean settled() {
    return desired.regions().stream().allMatch(this::settled);
  }

  /** Whether the source image is needed for its tags, or probably for CopyImage. */
  boolean needsSource() {
    return desired.copySourceTags()
        || source
            .id()
            .filter(id -> desired.regions().stream().allMatch(r -> recorded.hasCopy(r, id)))
            .isEmpty();
  }

  private Optional<Access.Granted> granted() {
    return access.values().stream()
        .filter(Access.Granted.class::isInstance)
        .map(Access.Granted.class::cast)
        .findFirst();
  }
}
