package dev.amioperator.copy;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.account.Allowlist;
import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Access of an AmiCopy to the AWS accounts of its source and its destinations.
 *
 * @param source the account that the source is read with
 * @param destinations desired ones, and those with an entry in the status
 * @param grants of the images that the status records grants on
 * @param refusals by AwsAccount, why the object's namespace may not use it; copies that it has
 *     there are deleted all the same
 */
record CopyAccess(
    Access source,
    SortedMap<DestinationKey, Access> destinations,
    Map<CopyGrant, Access> grants,
    Map<String, ReadyState> refusals) {

  /**
   * What decides about access: the AwsAccounts that exist, by name, and STS.
   *
   * @param deleted whether the AmiCopy is being deleted
   */
  record Accounts(
      Map<String, AwsAccount> byName,
      Map<String, ReadyState> refusals,
      AccountAccess accountAccess,
      boolean deleted) {
    private Access access(DestinationKey key, Optional<RegionStatus> entry) {
      Optional<String> pinned = entry.map(RegionStatus::accountId);
      return accountAccess.accessFor(
          key.account(),
          find(key.account()),
          deleted
              ? AccessRequest.ofDeleted(key.region(), pinned, entry.isPresent())
              : AccessRequest.of(
                  key.region(),
                  pinned,
                  entry.filter(RegionStatusFactory::mayHaveCopies).isPresent()));
    }

    /**
     * The account id that an AwsAccount is pinned to, verified or not; empty if it is unknown, or
     * the object's namespace may not use the AwsAccount. A deletion needs no precedence.
     */
    Optional<String> pinnedId(String account) {
      return deleted || refusals.containsKey(account)
          ? Optional.empty()
          : find(account).flatMap(AccountAccess::pinnedId);
    }

    Optional<AwsAccount> find(String account) {
      return Optional.ofNullable(byName.get(account));
    }

    /** Why the object's namespace may not use an AwsAccount, if so. */
    Optional<ReadyState> refusal(String account) {
      return Optional.ofNullable(refusals.get(account));
    }

    /** By another AwsAccount of the same account, if the one that gave the grant was renamed. */
    private Access ofGrant(CopyGrant grant) {
      Access named =
          source(
              new DestinationKey(grant.sourceAccount(), grant.region()),
              Optional.of(grant.sourceAccountId()));
      return named instanceof Access.Granted
          ? named
          : accountAccess
              .regionOf(grant.sourceAccountId(), grant.region())
              .<Access>map(
                  at -> new Access.Granted(at, new Allowlist(at.account(), AllowSpec.NOTHING)))
              .orElse(named);
    }

    Access source(DestinationKey key, Optional<String> pinned) {
      return accountAccess.accessForSource(
          key.account(),
          find(key.account()),
          AccessRequest.of(key.region(), pinned, pinned.isPresent()));
    }
  }

  /**
   * The access of an object.
   *
   * @param source the AwsAccount and region of the source
   * @param desired the destinations of the spec, in its order
   */
  static CopyAccess of(
      Accounts accounts,
      DestinationKey source,
      Collection<DestinationKey> desired,
      RecordedCopy recorded) {
    Map<DestinationKey, Access> found = new LinkedHashMap<>();
    desired.forEach(key -> found.put(key, destination(accounts, key, recorded)));
    recorded
        .regions()
        .forEach(
            entry ->
                found.computeIfAbsent(
                    RecordedCopy.key(entry), key -> destination(accounts, key, recorded)));
    return new CopyAccess(
        source(accounts, source, recorded.accountIdOf(source.account())),
        withoutDuplicates(accounts, found, desired),
        grants(accounts, recorded),
        Map.copyOf(accounts.refusals()));
  }

  /** An object that never used the account does not learn its id either. */
  private static Access source(Accounts accounts, DestinationKey key, Optional<String> pinned) {
    return accounts
        .refusal(key.account())
        .filter(_ -> pinned.isEmpty())
        .<Access>map(Access.Unavailable::new)
        .orElseGet(() -> accounts.source(key, pinned));
  }

  /** Requires the pinned account id, and of a new destination that the AwsAccount lists it. */
  private static Access destination(Accounts accounts, DestinationKey key, RecordedCopy recorded) {
    Optional<RegionStatus> entry = recorded.entry(key);
    return entry.isEmpty() && accounts.refusals().containsKey(key.account())
        ? new Access.Unavailable(accounts.refusals().get(key.account()))
        : accounts.access(key, entry);
  }

  private static Map<CopyGrant, Access> grants(Accounts accounts, RecordedCopy recorded) {
    Map<CopyGrant, Access> found = new HashMap<>();
    recorded.grants().forEach(grant -> found.put(grant, accounts.ofGrant(grant)));
    return found;
  }

  /**
   * Refuses a destination in the same account and region as an earlier destination, which may have
   * other fields, such as the KMS key: also while the earlier AwsAccount is not verified.
   */
  private static SortedMap<DestinationKey, Access> withoutDuplicates(
      Accounts accounts, Map<DestinationKey, Access> found, Collection<DestinationKey> desired) {
    SortedMap<DestinationKey, Access> result = new TreeMap<>(found);
    Map<DestinationKey, DestinationKey> first = new HashMap<>();
    for (DestinationKey key : desired) {
      Access access = found.get(key);
      Optional<String> id =
          access instanceof Access.Granted(var at, _)
              ? Optional.of(at.accountId())
              : accounts.pinnedId(key.account());
      Optional<DestinationKey> earlier =
          id.map(known -> first.putIfAbsent(new DestinationKey(known, key.region()), key));
      if (access instanceof Access.Granted && earlier.isPresent()) {
        boolean verified = found.get(earlier.get()) instanceof Access.Granted;
        result.put(
            key,
            new Access.Unavailable(
                verified
                    ? duplicate(key, earlier.get(), id.get())
                    : unverified(key, earlier.get(), id.get())));
      }
    }
    return result;
  }

  private static ReadyState unverified(DestinationKey key, DestinationKey earlier, String id) {
    return new ReadyState.Blocked(
        Reason.AccountNotReady,
        ("destinations: %s and %s are both account %s, and AwsAccount %s is not verified. Remove one"
                + " of them, or see the conditions of AwsAccount %s.")
            .formatted(earlier, key, id, earlier.account(), earlier.account()),
        Requeue.ACCOUNT_UNAVAILABLE);
  }

  private static ReadyState duplicate(DestinationKey key, DestinationKey earlier, String id) {
    return new ReadyState.Stalled(
        Reason.DuplicateDestination,
        "destinations: %s and %s are both account %s. Remove one of them."
            .formatted(earlier, key, id));
  }

  /** The account id that the source is read in, once STS confirmed it. */
  Optional<String> sourceAccountId() {
    return source instanceof Access.Granted(var at, _)
        ? Optional.of(at.accountId())
        : Optional.empty();
  }

  /** The access to the image of a recorded grant. */
  Access ofGrant(CopyGrant grant) {
    return grants.get(grant);
  }

  Access of(DestinationKey key) {
    return destinations.get(key);
  }

  /** Why the object may make no copy at a destination, if so. */
  Optional<ReadyState> refusal(String account) {
    return Optional.ofNullable(refusals.get(account));
  }

  /** The account id of a destination; empty text while it is unknown. */
  String accountId(DestinationKey key) {
    return of(key) instanceof Access.Granted(var at, _) ? at.accountId() : "";
  }

  /** Why nothing can be done, if no destination is accessible, or none is known and no source. */
  Optional<ReadyState> obstacle() {
    Collection<Access> all = destinations.isEmpty() ? List.of(source) : destinations.values();
    return all.stream().anyMatch(Access.Granted.class::isInstance)
        ? Optional.empty()
        : all.stream().map(access -> ((Access.Unavailable) access).readyState()).findFirst();
  }
}
