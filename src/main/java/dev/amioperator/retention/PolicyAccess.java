package dev.amioperator.retention;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of its AWS accounts a policy may use. An account that it cannot use holds up no other.
 *
 * @param evaluated the accounts whose images are decided
 * @param finishing the accounts that the policy names no more, or may no longer use: there it
 *     finishes the retirements that have begun, and undoes the steps that can be undone
 * @param unavailable why the others are not evaluated, by the name of the AwsAccount
 */
record PolicyAccess(
    List<Account> evaluated, List<Account> finishing, SortedMap<String, ReadyState> unavailable) {

  /**
   * An account that the policy may use in all of its regions.
   *
   * @param regions those of the spec, and those in which something is to be finished
   */
  record Account(String name, String accountId, Set<AccountRegion> regions, Allowlist allowlist) {
    PolicyCoverage coverage(ClusterId cluster, String namespace) {
      return PolicyCoverage.of(cluster, namespace, allowlist);
    }
  }

  /** The AwsAccounts of the cluster, and whether a policy may use them. */
  interface Accounts {
    /** An AwsAccount, if it exists. */
    Optional<AwsAccount> find(String name);

    /** Why the policy's namespace may not use the AwsAccount, if so. */
    Optional<ReadyState> refusal(AwsAccount account);
  }

  /**
   * Checks the access to each account.
   *
   * @param names the AwsAccounts of the spec; none for a deleted policy
   */
  static PolicyAccess of(
      AccountAccess accountAccess,
      Accounts accounts,
      Collection<String> names,
      Collection<String> regions,
      AmiRetentionPolicyStatusFactory status) {
    PolicyAccess access = new PolicyAccess(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    Set<String> all = new TreeSet<>(names);
    status.unfinished().forEach(region -> all.add(region.account()));
    for (String name : all) {
      boolean named = names.contains(name);
      access.check(accountAccess, accounts, name, named ? regions : List.of(), named, status);
    }
    return access;
  }

  private void check(
      AccountAccess accountAccess,
      Accounts accounts,
      String name,
      Collection<String> regions,
      boolean named,
      AmiRetentionPolicyStatusFactory status) {
    Optional<AwsAccount> account = accounts.find(name);
    Optional<ReadyState> refusal = account.filter(_ -> named).flatMap(accounts::refusal);
    refusal.ifPresent(state -> unavailable.put(name, state));
    List<AccountRegion> unfinished =
        status.unfinished().filter(region -> region.account().equals(name)).toList();
    if (refusal.isPresent() && unfinished.isEmpty()) {
      return;
    }
    Set<String> needed =
        Stream.concat(regions.stream(), unfinished.stream().map(AccountRegion::region))
            .collect(Collectors.toCollection(TreeSet::new));
    access(accountAccess, name, account, needed, unfinished)
        .ifPresent(
            granted -> {
              if (!named || refusal.isPresent()) {
                finishing.add(granted);
              } else {
                problem(granted, status)
                    .ifPresentOrElse(
                        state -> unavailable.put(name, state), () -> evaluated.add(granted));
              }
            });
  }

  private Optional<Account> access(
      AccountAccess accountAccess,
      String name,
      Optional<AwsAccount> account,
      Set<String> regions,
      List<AccountRegion> unfinished) {
    Optional<String> pinned = unfinished.stream().map(AccountRegion::accountId).findFirst();
    Set<AccountRegion> accountRegions = new HashSet<>();
    Allowlist allowed = new Allowlist(name, AllowSpec.NOTHING);
    for (String region : regions) {
      switch (accountAccess.accessFor(
          name, account, AccessRequest.of(region, pinned, pinned.isPresent()))) {
        case AccountAccess.Access.Unavailable(ReadyState readyState) -> {
          unavailable.putIfAbsent(name, readyState);
          return Optional.empty();
        }
        case AccountAccess.Access.Granted(AccountRegion accountRegion, var allowlist) -> {
          accountRegions.add(accountRegion);
          allowed = allowlist;
        }
      }
    }
    String accountId = accountRegions.iterator().next().accountId();
    return Optional.of(new Account(name, accountId, accountRegions, allowed));
  }

  private Optional<ReadyState> problem(Account account, AmiRetentionPolicyStatusFactory status) {
    Optional<String> recorded =
        status.accounts().accountId(account.name()).filter(id -> !id.equals(account.accountId()));
    if (recorded.isPresent()) {
      return Optional.of(
          blocked(
              "Make the credentials of AwsAccount %s belong to account %s again, or remove it from"
                  + " accountRefs and add it later. They belong to %s now.",
              account.name(), recorded.get(), account.accountId()));
    }
    return evaluated.stream()
        .filter(other -> other.accountId().equals(account.accountId()))
        .findFirst()
        .map(
            other ->
                blocked(
                    "Remove %s or %s from accountRefs. Both AwsAccounts are the account %s.",
                    other.name(), account.name(), account.accountId()));
  }

  private static ReadyState blocked(String message, Object... values) {
    return new ReadyState.Blocked(
        Reason.AccountNotReady, message.formatted(values), Requeue.ACCOUNT_UNAVAILABLE);
  }

  /** The accounts and regions whose EC2 the policy may read and change. */
  Set<AccountRegion> accountRegions() {
    return accounts()
        .flatMap(account -> account.regions().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What the policy covers in an account that it may use. */
  PolicyCoverage coverage(AccountRegion accountRegion, ClusterId cluster, String namespace) {
    return accounts()
        .filter(account -> account.accountId().equals(accountRegion.accountId()))
        .findFirst()
        .orElseThrow()
        .coverage(cluster, namespace);
  }

  /** All accounts that the policy may use. */
  Stream<Account> accounts() {
    return Stream.concat(evaluated.stream(), finishing.stream());
  }

  /** What is to be waited for before anything is decided; empty: each account has its answer. */
  Optional<ReadyState> pending() {
    return unavailable.values().stream()
        .filter(state -> state instanceof ReadyState.Reconciling)
        .findFirst();
  }

  /** Why the first of the accounts is not evaluated; there is one. */
  ReadyState firstUnavailable() {
    return unavailable.values().iterator().next();
  }

  /** The account ids of the evaluated accounts, by the name of the AwsAccount. */
  Map<String, String> evaluatedIds() {
    return evaluated.stream().collect(Collectors.toMap(Account::name, Account::accountId));
  }
}
