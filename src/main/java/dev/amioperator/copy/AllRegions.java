package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The destinations of an AmiCopy, with {@code allRegions} expanded to the regions of its accounts.
 *
 * @param destinations in the order of the spec
 * @param regions by AwsAccount, of entries with {@code allRegions}
 * @param required the AwsAccounts of whose regions Ready waits for each
 */
record AllRegions(
    List<DesiredDestination> destinations,
    Map<String, EnabledRegions> regions,
    Set<String> required) {
  /** In place of a region, for all regions of an account. */
  private static final String ALL = "allRegions";

  /**
   * Expands the destinations of a spec.
   *
   * @param source the AwsAccount and region of the source
   * @param observer reads the enabled regions of an account
   */
  static AllRegions of(
      AmiCopySpec spec,
      DestinationKey source,
      CopyAccess.Accounts accounts,
      RecordedCopy recorded,
      EnabledRegionsObserver observer) {
    Map<String, EnabledRegions> regions = new TreeMap<>();
    Map<String, Set<String>> covered = new HashMap<>();
    Set<String> required = new HashSet<>();
    Set<String> accountsOfSpec = DestinationExpansion.accounts(spec, source.account());
    for (String account : DestinationExpansion.accountsOfAllRegions(spec, source.account())) {
      EnabledRegions enabled =
          accounts
              .refusal(account)
              .map(why -> EnabledRegions.unknown(account, why))
              .orElseGet(() -> observer.observe(account, accounts.find(account), source.region()));
      regions.put(account, enabled);
      Optional<String> id = accountId(accounts, account, source);
      covered.put(account, enabled.covered(recorded.entriesOf(account, id, accountsOfSpec)));
      if (DestinationExpansion.requiresAllRegions(spec, source.account(), account)) {
        required.add(account);
      }
    }
    List<DesiredDestination> all =
        new DestinationExpansion(source.account(), covered, Set.of(source)).expand(spec);
    return new AllRegions(
        withoutOtherNames(all, spec, source, accounts), regions, Set.copyOf(required));
  }

  /** Omits regions of an account that the spec or the source covers by another AwsAccount. */
  private static List<DesiredDestination> withoutOtherNames(
      List<DesiredDestination> all,
      AmiCopySpec spec,
      DestinationKey source,
      CopyAccess.Accounts accounts) {
    Set<DestinationKey> named = DestinationExpansion.named(spec, source.account());
    Set<DestinationKey> taken = new HashSet<>();
    probableIdentity(accounts, source).ifPresent(taken::add);
    named.forEach(key -> probableIdentity(accounts, key).ifPresent(taken::add));
    List<DesiredDestination> kept = new ArrayList<>();
    for (DesiredDestination destination : all) {
      boolean repeated =
          !named.contains(destination.key())
              && probableIdentity(accounts, destination.key())
                  .filter(id -> !taken.add(id))
                  .isPresent();
      if (!repeated) {
        kept.add(destination);
      }
    }
    return List.copyOf(kept);
  }

  /** The account id and region of a destination, also while its AwsAccount is not verified. */
  private static Optional<DestinationKey> probableIdentity(
      CopyAccess.Accounts accounts, DestinationKey key) {
    return identity(accounts, key)
        .or(() -> accounts.pinnedId(key.account()).map(id -> new DestinationKey(id, key.region())));
  }

  /** The account id and region of a destination. */
  private static Optional<DestinationKey> identity(
      CopyAccess.Accounts accounts, DestinationKey key) {
    return accounts.source(key, Optional.empty()) instanceof Access.Granted(AccountRegion at, _)
        ? Optional.of(new DestinationKey(at.accountId(), at.region()))
        : Optional.empty();
  }

  private static Optional<String> accountId(
      CopyAccess.Accounts accounts, String account, DestinationKey source) {
    return identity(accounts, new DestinationKey(account, source.region()))
        .map(DestinationKey::account);
  }

  /**
   * Why a copy that no destination covers is kept: while the regions of an account are unknown, the
   * copy may be in a region of it, under another AwsAccount. An exception of the spec is certain.
   */
  Optional<ReadyState> removalObstacle(DestinationKey key, AmiCopy resource) {
    return DestinationExpansion.excepts(resource.getSpec(), key)
        ? Optional.empty()
        : regions.values().stream().flatMap(r -> r.obstacle().stream()).findFirst();
  }

  /** Why nothing can be done at a destination that is in EC2 no longer, if so. */
  Optional<ReadyState> unreachable(DestinationKey key) {
    return Optional.ofNullable(regions.get(key.account()))
        .flatMap(enabled -> enabled.unreachable(key.region()));
  }

  /**
   * The results of accounts whose regions are unknown; the copies known so far are others. An
   * account of which no region is known holds Ready in any case: no copy is not all copies.
   */
  List<RegionResult> obstacles() {
    List<RegionResult> results = new ArrayList<>();
    regions.forEach(
        (account, enabled) ->
            enabled
                .obstacle()
                .ifPresent(
                    why ->
                        results.add(
                            RegionResult.ofUnknownRegions(
                                new DestinationKey(account, ALL),
                                required.contains(account) || !knowsRegionOf(account),
                                why))));
    return results;
  }

  private boolean knowsRegionOf(String account) {
    return destinations.stream().anyMatch(to -> to.key().account().equals(account));
  }

  /** Whether regions are being read, of which an object without status may have copies. */
  boolean pending() {
    return regions.values().stream()
        .flatMap(enabled -> enabled.obstacle().stream())
        .anyMatch(
            why -> why instanceof ReadyState.Reconciling || why.reason() == Reason.Unreachable);
  }
}
