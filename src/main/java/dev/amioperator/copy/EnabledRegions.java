package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The regions of an AwsAccount that {@code allRegions} covers. Pure.
 *
 * @param account the AwsAccount's name
 * @param allowed the regions that the AwsAccount lists; empty for every region
 * @param enabled the regions that are enabled in the account; empty while they are unknown
 * @param obstacle why the enabled regions are unknown
 */
record EnabledRegions(
    String account, Set<String> allowed, Set<String> enabled, Optional<ReadyState> obstacle) {
  EnabledRegions {
    allowed = Set.copyOf(allowed);
    enabled = Set.copyOf(enabled);
  }

  /** The regions of an AwsAccount whose enabled regions are not known. */
  static EnabledRegions unknown(String account, ReadyState why) {
    return new EnabledRegions(account, Set.of(), Set.of(), Optional.of(why));
  }

  /**
   * The regions that have, or are to get, a copy. A copy keeps its region: it stays although the
   * region is disabled or listed no more.
   *
   * @param entries the status entries of the AwsAccount
   */
  Set<String> covered(Collection<RegionStatus> entries) {
    Set<String> regions = new TreeSet<>();
    enabled.stream().filter(this::isAllowed).forEach(regions::add);
    entries.stream()
        .filter(entry -> obstacle.isPresent() || RegionStatusFactory.mayHaveCopies(entry))
        .map(RegionStatus::region)
        .forEach(regions::add);
    return regions;
  }

  /** Why nothing can be done in a covered region now, if so. */
  Optional<ReadyState> unreachable(String region) {
    if (obstacle.isPresent()) {
      return Optional.empty();
    }
    if (!isAllowed(region)) {
      return blocked("AwsAccount %s does not list %s in spec.regions", account, region);
    }
    return enabled.contains(region)
        ? Optional.empty()
        : blocked("%s is not enabled in the account of AwsAccount %s", region, account);
  }

  private static Optional<ReadyState> blocked(String message, String first, String second) {
    return Optional.of(
        new ReadyState.Blocked(
            Reason.Unreachable,
            (message
                    + ". The copy there stays. Add the region again, or exclude it in"
                    + " allRegions.except to delete its copy.")
                .formatted(first, second),
            Requeue.STALLED));
  }

  private boolean isAllowed(String region) {
    return allowed.isEmpty() || allowed.contains(region);
  }
}
