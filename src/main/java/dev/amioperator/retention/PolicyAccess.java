package dev.amioperator.retention;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Retiring;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a policy may use its AWS account, in all of its regions at once. */
sealed interface PolicyAccess {
  /**
   * Access to the account.
   *
   * @param accountRegions by region: the regions of the spec, and those of retiring images
   * @param allowlist what the AwsAccount allows
   */
  record Granted(String accountId, Map<String, AccountRegion> accountRegions, Allowlist allowlist)
      implements PolicyAccess {}

  /** No access to the account in some region. */
  record Unavailable(ReadyState readyState) implements PolicyAccess {}

  /**
   * Checks the access in every region of the policy.
   *
   * @param name the name of the AwsAccount
   * @param account the AwsAccount; empty: it does not exist
   */
  static PolicyAccess of(
      AccountAccess accountAccess,
      String name,
      Optional<AwsAccount> account,
      Collection<String> regions,
      AmiRetentionPolicyStatusFactory status) {
    Optional<String> pinned = Optional.ofNullable(status.requiredAccountId());
    Map<String, AccountRegion> accountRegions = new TreeMap<>();
    Allowlist allowed = new Allowlist(name, AllowSpec.NOTHING);
    for (String region :
        Stream.concat(regions.stream(), status.retiring().stream().map(Retiring::region))
            .collect(Collectors.toCollection(TreeSet::new))) {
      switch (accountAccess.accessFor(
          name, account, AccessRequest.of(region, pinned, pinned.isPresent()))) {
        case AccountAccess.Access.Unavailable(ReadyState readyState) -> {
          return new Unavailable(readyState);
        }
        case AccountAccess.Access.Granted(AccountRegion accountRegion, var allowlist) -> {
          accountRegions.put(region, accountRegion);
          allowed = allowlist;
        }
      }
    }
    return new Granted(
        accountRegions.values().iterator().next().accountId(), accountRegions, allowed);
  }
}
