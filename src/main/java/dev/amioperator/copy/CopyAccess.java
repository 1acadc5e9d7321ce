package dev.amioperator.copy;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
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
 * @param grants by AwsAccount and region, of the images that the status records grants on
 * @param refusals by AwsAccount, why the object's namespace may not use it; copies that it has
 *     there are deleted all the same
 */
record CopyAccess(
    Access source,
    SortedMap<DestinationKey, Access> destinations,
    Map<DestinationKey, Access> grants,
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

    Optional<AwsAccount> find(String account) {
      return Optional.ofNullable(byName.get(account));
    }

    /** Why the object's namespace may not use an AwsAccount, if so. */
    Optional<ReadyState> refusal(String account) {
      return Optional.ofNullable(refusals.get(account));
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
        accounts.source(source, recorded.accountIdOf(source.account())),
        withoutDuplicates(found, desired),
        grants(accounts, recorded),
        Map.copyOf(accounts.refusals()));
  }

  /** Requires the pinned account id, and of a new destination that the AwsAccount lists it. */
  private static Access destination(Accounts accounts, DestinationKey key, RecordedCopy recorded) {
    Optional<RegionStatus> entry = recorded.entry(key);
    return entry.isEmpty() && accounts.refusals().containsKey(key.account())
        ? new Access.Unavailable(accounts.refusals().get(key.account()))
        : accounts.access(key, entry);
  }

  private static Map<DestinationKey, Access> grants(Accounts accounts, RecordedCopy recorded) {
    Map<DestinationKey, Access> found = new HashMap<>();
    recorded
        .grants()
        .forEach(
            grant ->
                found.computeIfAbsent(
                    keyOf(grant),
                    key -> accounts.source(key, Optional.of(grant.sourceAccountId()))));
    return found;
  }

  private static DestinationKey keyOf(CopyGrant grant) {
    return new DestinationKey(grant.sourceAccount(), grant.region());
  }

  /** Refuses a destination in the same account and region as an earlier destination. */
  private static SortedMap<DestinationKey, Access> withoutDuplicates(
      Map<DestinationKey, Access> found, Collection<DestinationKey> desired) {
    SortedMap<DestinationKey, Access> result = new TreeMap<>(found);
    Map<DestinationKey, DestinationKey> first = new HashMap<>();
    for (DestinationKey key : desired) {
      if (found.get(key) instanceof Access.Granted(var at, _)) {
        DestinationKey earlier =
            first.putIfAbsent(new DestinationKey(at.accountId(), at.region()), key);
        if (earlier != null) {
          result.put(key, new Access.Unavailable(duplicate(key, earlier, at.accountId())));
        }
      }
    }
    return result;
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
    return grants.get(keyOf(grant));
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
