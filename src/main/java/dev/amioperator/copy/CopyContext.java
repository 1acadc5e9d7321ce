package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access.Granted;
import dev.amioperator.account.AccountAccess.Access.Unavailable;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One look at an AmiCopy: what is known before EC2 is asked.
 *
 * @param access for each region, wanted or going, whether the account lets the object in; never
 *     empty
 */
record CopyContext(
    DesiredCopy desired,
    AmiCopyStatusFactory statusFactory,
    ObservedSource source,
    SortedMap<String, AccountAccess.Access> access,
    Instant now) {

  /** Why no region can be worked on, if that is so. */
  Optional<ReadyState> accessUnavailable() {
    return granted().isPresent()
        ? Optional.empty()
        : access.values().stream()
            .filter(Unavailable.class::isInstance)
            .map(door -> ((Unavailable) door).readyState())
            .findFirst();
  }

  /** Why the account does not allow what the spec asks for, if it does not. */
  Optional<ReadyState> sharingRefusal() {
    return granted().flatMap(granted -> granted.allowlist().sharingRefusal(desired.sharing()));
  }

  /** Any place where calls may go: all are in one account. */
  AccountRegion anyAccountRegion() {
    return granted().orElseThrow().accountRegion();
  }

  /** The entries of regions that the spec does not name any more. */
  List<RegionStatus> removed() {
    return recorded().regions().stream()
        .filter(entry -> !desired.regions().contains(entry.region()))
        .toList();
  }

  /** Whether all was well with a wanted region at the last look. */
  boolean settled(String region) {
    return statusFactory.settled(region, source.id());
  }

  /** Whether all was well everywhere. */
  boolean settled() {
    return desired.regions().stream().allMatch(this::settled);
  }

  /** Whether the source is needed for its tags, or probably to copy it. */
  boolean needsSource() {
    return desired.copySourceTags()
        || source
            .id()
            .filter(id -> desired.regions().stream().allMatch(r -> recorded().hasCopy(r, id)))
            .isEmpty();
  }

  RecordedCopy recorded() {
    return statusFactory.recorded();
  }

  private Optional<Granted> granted() {
    return access.values().stream()
        .filter(Granted.class::isInstance)
        .map(Granted.class::cast)
        .findFirst();
  }
}
