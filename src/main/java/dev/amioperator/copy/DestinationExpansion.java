package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestination.AllRegions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Expands the destinations of an AmiCopy's spec to accounts and regions. Pure.
 *
 * @param sourceAccount the AwsAccount of entries without {@code accountRef}
 * @param regions by AwsAccount, the enabled regions that it lists, and those with an entry in the
 *     status: a region leaves {@code allRegions} only because the spec excludes it
 * @param excluded the source's own account and region, where {@code allRegions} makes no copy
 */
record DestinationExpansion(
    String sourceAccount, Map<String, Set<String>> regions, Set<DestinationKey> excluded) {

  /** The accounts whose regions a spec asks for. */
  static Set<String> accountsOfAllRegions(AmiCopySpec spec, String sourceAccount) {
    Set<String> accounts = new TreeSet<>();
    spec.destinations().stream()
        .filter(entry -> entry.allRegions() != null)
        .forEach(entry -> accounts.add(accountOf(entry, sourceAccount)));
    return accounts;
  }

  /** The destinations that a spec names by their region. */
  static Set<DestinationKey> named(AmiCopySpec spec, String sourceAccount) {
    Set<DestinationKey> named = new HashSet<>();
    spec.destinations().stream()
        .filter(entry -> entry.region() != null)
        .forEach(
            entry ->
                named.add(new DestinationKey(accountOf(entry, sourceAccount), entry.region())));
    return named;
  }

  /** Whether Ready waits for copies in every region of an account. */
  static boolean requiresAllRegions(AmiCopySpec spec, String sourceAccount, String account) {
    return spec.destinations().stream()
        .filter(entry -> entry.allRegions() != null)
        .filter(entry -> accountOf(entry, sourceAccount).equals(account))
        .anyMatch(entry -> Boolean.TRUE.equals(entry.required()));
  }

  /** Whether a spec excludes a region of an AwsAccount that it names. */
  static boolean excepts(AmiCopySpec spec, DestinationKey key) {
    return spec.destinations().stream()
        .filter(entry -> key.account().equals(entry.accountRef()))
        .map(CopyDestination::allRegions)
        .filter(all -> all != null && all.except() != null)
        .anyMatch(all -> all.except().contains(key.region()));
  }

  /** Every AwsAccount that the destinations of a spec name. */
  static Set<String> accounts(AmiCopySpec spec, String sourceAccount) {
    Set<String> accounts = new TreeSet<>();
    spec.destinations().forEach(entry -> accounts.add(accountOf(entry, sourceAccount)));
    return accounts;
  }

  /** The destinations in the order of the spec; an entry of a region precedes allRegions. */
  List<DesiredDestination> expand(AmiCopySpec spec) {
    List<DesiredDestination> destinations = new ArrayList<>();
    Set<DestinationKey> taken = new HashSet<>();
    for (CopyDestination entry : spec.destinations()) {
      if (entry.region() != null) {
        DestinationKey key = new DestinationKey(accountOf(entry, sourceAccount), entry.region());
        if (taken.add(key)) {
          destinations.add(DesiredDestination.of(spec, entry, key));
        }
      }
    }
    taken.addAll(excluded);
    for (CopyDestination entry : spec.destinations()) {
      if (entry.allRegions() != null) {
        allRegions(entry).stream()
            .filter(taken::add)
            .forEach(key -> destinations.add(DesiredDestination.of(spec, entry, key)));
      }
    }
    return destinations;
  }

  private List<DestinationKey> allRegions(CopyDestination entry) {
    String account = accountOf(entry, sourceAccount);
    AllRegions all = entry.allRegions();
    Set<String> except = all.except() == null ? Set.of() : Set.copyOf(all.except());
    return regions.getOrDefault(account, Set.of()).stream()
        .filter(region -> !except.contains(region))
        .sorted()
        .map(region -> new DestinationKey(account, region))
        .toList();
  }

  private static String accountOf(CopyDestination entry, String sourceAccount) {
    return entry.accountRef() == null ? sourceAccount : entry.accountRef();
  }
}
