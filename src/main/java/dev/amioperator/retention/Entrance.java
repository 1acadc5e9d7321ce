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
sealed interface Entrance {
  /**
   * @param places by region: those of the spec, and those where something of the ledger is left
   * @param foreignAllowed whether images that the operator did not make may go
   */
  record Open(String accountId, Map<String, AccountRegion> places, boolean foreignAllowed)
      implements Entrance {}

  record Closed(ReadyState verdict) implements Entrance {}

  /**
   * @param account the AwsAccount, if there is one
   */
  static Entrance of(
      AccountAccess gate,
      String name,
      Optional<AwsAccount> account,
      Collection<String> regions,
      RetentionStatus status) {
    Map<String, AccountRegion> places = new TreeMap<>();
    boolean foreignAllowed = false;
    for (String region :
        Stream.concat(regions.stream(), status.ledger().stream().map(Retiring::region))
            .collect(Collectors.toCollection(TreeSet::new))) {
      switch (gate.accessFor(name, account, region, status.pinned())) {
        case AccountAccess.Access.Unavailable(ReadyState readyState) -> {
          return new Closed(readyState);
        }
        case AccountAccess.Access.Granted(AccountRegion accountRegion, var allow) -> {
          places.put(region, accountRegion);
          foreignAllowed = Boolean.TRUE.equals(allow.foreignRetention());
        }
      }
    }
    return new Open(places.values().iterator().next().accountId(), places, foreignAllowed);
  }
}
