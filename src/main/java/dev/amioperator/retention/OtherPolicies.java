package dev.amioperator.retention;

import static java.util.stream.Collectors.toMap;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The policies that act in the same accounts as an evaluated policy, and may keep its images.
 *
 * @param evaluated the accounts of the evaluated policy
 * @param accounts the AwsAccounts by name
 */
record OtherPolicies(
    ClusterId cluster,
    List<PolicyAccess.Account> evaluated,
    Function<String, Optional<AwsAccount>> accounts) {

  /** Those of the policies that act in any of the accounts, by their name as an owner. */
  Map<String, EffectivePolicy> of(Stream<AmiRetentionPolicy> policies) {
    return policies
        .map(policy -> Map.entry(policy, coverages(policy)))
        .filter(policy -> !policy.getValue().isEmpty())
        .collect(
            toMap(
                policy -> Owner.of(cluster, policy.getKey()).resource(),
                policy -> effectivePolicy(policy.getKey(), policy.getValue())));
  }

  private static EffectivePolicy effectivePolicy(
      AmiRetentionPolicy policy, Map<String, PolicyCoverage> coverages) {
    return EffectivePolicy.of(
        policy.getSpec(),
        new CoveredAccounts(
            policy.getMetadata().getNamespace(), ClusterResources.accountNames(policy), coverages));
  }

  /** What a policy covers in those of the accounts that are its own, too, by account id. */
  private Map<String, PolicyCoverage> coverages(AmiRetentionPolicy policy) {
    Map<String, PolicyCoverage> coverages = new HashMap<>();
    for (String name : ClusterResources.accountNames(policy)) {
      evaluated.stream()
          .filter(account -> sameAccount(policy, name, account))
          .forEach(
              account ->
                  coverages.merge(account.accountId(), coverage(policy, name), PolicyCoverage::or));
    }
    return coverages;
  }

  /** Without its AwsAccount, a policy covers only the images of its own namespace. */
  private PolicyCoverage coverage(AmiRetentionPolicy policy, String name) {
    return PolicyCoverage.of(
        cluster,
        policy.getMetadata().getNamespace(),
        accounts
            .apply(name)
            .map(Allowlist::of)
            .orElseGet(() -> new Allowlist(name, AllowSpec.NOTHING)));
  }

  /** Whether an AwsAccount of a policy is the account, which several AwsAccounts may represent. */
  private boolean sameAccount(
      AmiRetentionPolicy policy, String name, PolicyAccess.Account account) {
    return name.equals(account.name())
        || Stream.concat(
                recordedId(policy, name),
                accounts.apply(name).flatMap(AccountAccess::pinnedId).stream())
            .anyMatch(account.accountId()::equals);
  }

  private static Stream<String> recordedId(AmiRetentionPolicy policy, String name) {
    return Optional.ofNullable(policy.getStatus()).map(AmiRetentionPolicyStatus::accounts).stream()
        .flatMap(List::stream)
        .filter(account -> account.accountRef().equals(name))
        .flatMap(account -> Stream.ofNullable(account.accountId()));
  }
}
