package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Access of objects to the AWS accounts that this process verified with STS. The account id in a
 * status, which another process may have written, is no basis for an EC2 call.
 */
@ApplicationScoped
public class AccountAccess {
  private static final String MISSING =
      "AwsAccount %s does not exist. Create it; if accountRef is misspelt, create a new object"
          + " with the right accountRef.";

  private static final String MARKED_FOR_DELETION =
      "AwsAccount %s is being deleted and accepts no new objects. Create it again once it is gone,"
          + " or create a new object with another accountRef.";

  private static final String REGION_NOT_LISTED =
      "AwsAccount %s does not list the region %s in spec.regions. Add it there, or create a new"
          + " object with a listed region.";

  private static final int ACCOUNT_ID_OF_ARN = 4;

  private final Map<String, Verified> verified = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> regionsInUse = new ConcurrentHashMap<>();

  /**
   * The name of the AwsAccount that an object uses.
   *
   * @param accountRef the value in its spec, or null
   */
  public static String nameOf(String accountRef) {
    return Objects.requireNonNullElse(accountRef, Api.DEFAULT_ACCOUNT);
  }

  /**
   * The only account id that an AwsAccount can have, as its status or its role pins it, also before
   * this process verified it. No basis for an EC2 call.
   */
  public static Optional<String> pinnedId(AwsAccount account) {
    return Optional.ofNullable(account.getStatus())
        .map(AwsAccountStatus::accountId)
        .or(
            () ->
                Optional.ofNullable(account.getSpec())
                    .map(AwsAccountSpec::roleArn)
                    .map(arn -> arn.split(":", -1)[ACCOUNT_ID_OF_ARN]));
  }

  /**
   * The account id of an AwsAccount's credentials.
   *
   * @param uid of the AwsAccount: another one with its name may have other credentials
   */
  private record Verified(String uid, String accountId) {}

  /** Records the account id that STS returned for the credentials of an AwsAccount. */
  public void verified(AwsAccount account, String accountId) {
    ObjectMeta metadata = account.getMetadata();
    verified.put(metadata.getName(), new Verified(metadata.getUid(), accountId));
    failures.remove(metadata.getName());
  }

  private Optional<String> verifiedId(AwsAccount account) {
    ObjectMeta metadata = account.getMetadata();
    return Optional.ofNullable(verified.get(metadata.getName()))
        .filter(known -> Objects.equals(known.uid, metadata.getUid()))
        .map(Verified::accountId);
  }

  /** Revokes access: the AwsAccount is deleted. */
  public void unverified(String account) {
    verified.remove(account);
    failures.remove(account);
  }

  /**
   * Records a failed verification; access that was granted before remains.
   *
   * @param reason a sentence for the objects that use the AwsAccount
   */
  public void notVerified(AwsAccount account, String reason) {
    if (verifiedId(account).isEmpty()) {
      failures.put(account.getMetadata().getName(), reason);
    }
  }

  /** Whether an object may use an AwsAccount, and where its EC2 calls are sent. */
  public sealed interface Access {
    record Granted(AccountRegion accountRegion, Allowlist allowlist) implements Access {}

    record Unavailable(ReadyState readyState) implements Access {}
  }

  /**
   * Grants or refuses an object access to its AWS account.
   *
   * @param name the AwsAccount's name
   * @param account the AwsAccount, if it exists
   */
  public Access accessFor(String name, Optional<AwsAccount> account, AccessRequest request) {
    Access access = accessForSource(name, account, request);
    if (access instanceof Access.Unavailable) {
      return access;
    }
    if (!request.hasResources() && account.filter(a -> lists(a, request.region())).isEmpty()) {
      return unavailable(REGION_NOT_LISTED, name, request.region());
    }
    if (request.leavesGarbage()) {
      regionsInUse.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(request.region());
    }
    return access;
  }

  /** Access to read a source image, in any region: {@link Allowlist} refuses what is not listed. */
  public Access accessForSource(String name, Optional<AwsAccount> account, AccessRequest request) {
    return account
        .map(found -> accessToVerified(name, found, request))
        .orElseGet(() -> unavailable(MISSING, name));
  }

  /**
   * The region of an account by any AwsAccount that is verified as that account; empty if none is.
   * For what remains in EC2 after an AwsAccount was renamed.
   */
  public Optional<AccountRegion> regionOf(String accountId, String region) {
    return verified.entrySet().stream()
        .filter(entry -> entry.getValue().accountId().equals(accountId))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder())
        .map(name -> new AccountRegion(name, accountId, region));
  }

  /** The AwsAccounts that are verified as an account, by name. */
  Set<String> namesOf(String accountId) {
    return verified.entrySet().stream()
        .filter(entry -> entry.getValue().accountId().equals(accountId))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The region of an AwsAccount, whatever object reads it; empty until STS verified it. */
  Optional<AccountRegion> verifiedRegion(String name, String region) {
    return Optional.ofNullable(verified.get(name))
        .map(found -> new AccountRegion(name, found.accountId(), region));
  }

  private Access accessToVerified(String name, AwsAccount account, AccessRequest request) {
    if (!request.hasResources() && account.isMarkedForDeletion()) {
      return unavailable(MARKED_FOR_DELETION, name);
    }
    Optional<String> verifiedId = verifiedId(account);
    if (verifiedId.isEmpty()) {
      return unverified(name, account);
    }
    String id = verifiedId.get();
    String pinned = request.pinned().orElse(id);
    if (!pinned.equals(id)) {
      return unavailable(
          "This object was created in account %s, but the credentials of AwsAccount %s belong to %s"
              + " now. Nothing is done until they belong to %s again.",
          pinned, name, id, pinned);
    }
    return new Access.Granted(new AccountRegion(name, id, request.region()), Allowlist.of(account));
  }

  private static boolean lists(AwsAccount account, String region) {
    return Optional.ofNullable(account.getSpec())
        .map(AwsAccountSpec::regions)
        .map(listed -> listed.contains(region))
        .orElse(true);
  }

  /**
   * Access before STS verified the account. Without a failed verification this process has not
   * queried STS yet, so that a restart makes no object unready. The status may be that of another
   * installation, whose credentials the account is ready with.
   */
  private Access unverified(String name, AwsAccount account) {
    String failure = failures.get(name);
    AwsAccountStatus status = account.getStatus();
    boolean readyThere = status != null && status.conditions() != null && status.ready();
    if (failure != null && readyThere) {
      return unavailable(
          "Check this operator's installation: it cannot use AwsAccount %s. %s", name, failure);
    }
    boolean queried = failure != null || status != null && status.conditions() != null;
    return queried && !readyThere
        ? unavailable("AwsAccount %s is not ready; see its conditions.", name)
        : new Access.Unavailable(
            new ReadyState.Reconciling(
                Reason.Observing,
                "AwsAccount %s is being verified with STS.".formatted(name),
                Requeue.ACCOUNT_UNAVAILABLE));
  }

  /** The regions of an account in which objects may have left garbage since the process started. */
  public Set<String> regionsInUse(String name) {
    return Set.copyOf(regionsInUse.getOrDefault(name, Set.of()));
  }

  private static Access unavailable(String message, Object... values) {
    return new Access.Unavailable(
        new ReadyState.Blocked(
            Reason.AccountNotReady, message.formatted(values), Requeue.ACCOUNT_UNAVAILABLE));
  }
}
