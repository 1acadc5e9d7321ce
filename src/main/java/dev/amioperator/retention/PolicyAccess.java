package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
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

/** Whether a policy may use its account, in all of its regions at once. */
sealed interface PolicyAccess {
  /**
   * @param accountRegions by region: those of the spec, and those where something of the ledger is
   *     left
   * @param foreignRetentionAllowed whether images that the operator did not make may go
   */
  record Granted(
      String accountId, Map<String, AccountRegion> accountRegions, boolean foreignRetentionAllowed)
      implements PolicyAccess {}

  record Unavailable(ReadyState readyState) implements PolicyAccess {}

  /**
   * @param account the AwsAccount, if there is one
   */
  static PolicyAccess of(
      AccountAccess gate,
      String name,
      Optional<AwsAccount> account,
      Collection<String> regions,
      AmiRetentionPolicyStatusFactory status) {
    Map<String, AccountRegion> places = new TreeMap<>();
    boolean foreignAllowed = false;
    for (String region :
        Stream.concat(regions.stream(), status.retiring().stream().map(Retiring::region))
            .collect(Collectors.toCollection(TreeSet::new))) {
      switch (gate.accessFor(name, account, region, status.requiredAccountId())) {
        case AccountAccess.Access.Unavailable(ReadyState readyState) -> {
          return new Unavailable(readyState);
        }
        case AccountAccess.Access.Granted(AccountRegion accountRegion, var allowlist) -> {
          places.put(region, accountRegion);
          foreignAllowed = allowlist.foreignRetention();
        }
      }
    }
    return new Granted(places.values().iterator().next().accountId(), places, foreignAllowed);
  }
}
