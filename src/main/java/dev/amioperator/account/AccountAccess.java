package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  private final Map<String, String> verified = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> grantedRegions = new ConcurrentHashMap<>();

  /**
   * The name of the AwsAccount that an object uses.
   *
   * @param accountRef the value in its spec, or null
   */
  public static String nameOf(String accountRef) {
    return Objects.requireNonNullElse(accountRef, Api.DEFAULT_ACCOUNT);
  }

  /** Records the account id that STS returned for the credentials of an AwsAccount. */
  public void verified(String account, String accountId) {
    verified.put(account, accountId);
    failures.remove(account);
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
  public void notVerified(String account, String reason) {
    if (!verified.containsKey(account)) {
      failures.put(account, reason);
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
   * @param region the region of the object's image
   * @param pinned the account id that the object was created in, or null
   */
  public Access accessFor(String name, Optional<AwsAccount> account, String region, String pinned) {
    Access access = accessForSource(name, account, region, pinned);
    if (access instanceof Access.Unavailable) {
      return access;
    }
    Optional<AwsAccountSpec> spec = account.map(AwsAccount::getSpec);
    boolean listed = spec.map(AwsAccountSpec::regions).map(r -> r.contains(region)).orElse(true);
    if (!listed && pinned == null) {
      return unavailable(REGION_NOT_LISTED, name, region);
    }
    grantedRegions.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).add(region);
    return access;
  }

  /** Access to read a source image, in any region: {@link Allowlist} refuses what is not listed. */
  public Access accessForSource(
      String name, Optional<AwsAccount> account, String region, String pinned) {
    if (account.isEmpty()) {
      return unavailable(MISSING, name);
    }
    if (pinned == null && account.get().isMarkedForDeletion()) {
      return unavailable(MARKED_FOR_DELETION, name);
    }
    String id = verified.get(name);
    if (id == null) {
      return unverified(name, account.get());
    }
    if (pinned != null && !pinned.equals(id)) {
      return unavailable(
          "This object was created in account %s, but the credentials of AwsAccount %s belong to %s"
              + " now. Nothing is done until they belong to %s again.",
          pinned, name, id, pinned);
    }
    return new Access.Granted(new AccountRegion(name, id, region), Allowlist.of(account.get()));
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

  /** The regions of an account to which objects were granted access since the process started. */
  public Set<String> regionsInUse(String name) {
    return Set.copyOf(grantedRegions.getOrDefault(name, Set.of()));
  }

  private static Access unavailable(String message, Object... values) {
    return new Access.Unavailable(
        new ReadyState.Blocked(
            Reason.AccountNotReady, message.formatted(values), Requeue.ACCOUNT_UNAVAILABLE));
  }
}
