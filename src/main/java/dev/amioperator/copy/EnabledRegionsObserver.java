package dev.amioperator.copy;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsRegion;
import dev.amioperator.observer.RegionQueries;
import dev.amioperator.reconcile.ObservationReader.ObservationPendingException;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.ReadyState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads which regions an account has enabled (DescribeRegions).
 *
 * @param sessions opens a session in an account and region
 */
record EnabledRegionsObserver(
    AccountAccess accountAccess, Function<AccountRegion, ObservationSession> sessions) {

  /**
   * The regions of an AwsAccount, by the first of its regions that answers.
   *
   * @param sourceRegion the region of the source; empty if unknown
   */
  EnabledRegions observe(String name, Optional<AwsAccount> account, String sourceRegion) {
    Set<String> allowed =
        account
            .map(AwsAccount::getSpec)
            .map(AwsAccountSpec::regions)
            .<Set<String>>map(TreeSet::new)
            .orElse(Set.of());
    Optional<ReadyState> failure = Optional.empty();
    for (String region : candidates(allowed, sourceRegion)) {
      switch (accountAccess.accessForSource(
          name, account, AccessRequest.of(region, Optional.empty(), false))) {
        case Access.Unavailable(ReadyState why) -> {
          return EnabledRegions.unknown(name, why);
        }
        case Access.Granted(AccountRegion at, _) -> {
          try {
            return new EnabledRegions(name, allowed, enabled(at), Optional.empty());
          } catch (ObservationPendingException pending) {
            if (pending.readyState() instanceof ReadyState.Reconciling) {
              return EnabledRegions.unknown(name, pending.readyState());
            }
            failure = failure.or(() -> Optional.of(pending.readyState()));
          }
        }
      }
    }
    return EnabledRegions.unknown(name, failure.orElseThrow());
  }

  private Set<String> enabled(AccountRegion at) {
    List<AwsRegion> regions = sessions.apply(at).get(RegionQueries.all());
    return regions.stream()
        .filter(AwsRegion::enabled)
        .map(AwsRegion::name)
        .collect(Collectors.toSet());
  }

  /** The source's region, then those of the AwsAccount, then a region that is always enabled. */
  private static Set<String> candidates(Set<String> allowed, String sourceRegion) {
    Set<String> candidates = new LinkedHashSet<>();
    if (!sourceRegion.isEmpty() && (allowed.isEmpty() || allowed.contains(sourceRegion))) {
      candidates.add(sourceRegion);
    }
    candidates.addAll(allowed);
    if (allowed.isEmpty()) {
      candidates.add(alwaysEnabled(sourceRegion));
    }
    return candidates;
  }

  private static String alwaysEnabled(String region) {
    if (region.startsWith("cn-")) {
      return "cn-north-1";
    }
    return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
  }
}
