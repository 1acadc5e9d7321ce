package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which AWS account each AwsAccount stands for, as STS told this very process. Nothing is concluded
 * about EC2, and no call is made, on the word of a status that another process wrote.
 */
@ApplicationScoped
public class AccountAccess {

  private final Map<String, String> verified = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> grantedRegions = new ConcurrentHashMap<>();

  /**
   * The name of the AwsAccount that an object belongs to.
   *
   * @param accountRef what its spec says, or null
   */
  public static String nameOf(String accountRef) {
    return Objects.requireNonNullElse(accountRef, Api.DEFAULT_ACCOUNT);
  }

  /** STS said that the credentials of {@code account} belong to {@code accountId}. */
  public void verified(String account, String accountId) {
    verified.put(account, accountId);
  }

  /** STS said something else, or nothing. */
  public void unverified(String account) {
    verified.remove(account);
  }

  /** Whether an object may use an account, and where its calls go. */
  public sealed interface Access {
    record Granted(AccountRegion accountRegion, Allowlist allowlist) implements Access {}

    record Unavailable(ReadyState readyState) implements Access {}
  }

  /**
   * Lets an object into its account.
   *
   * @param name the AwsAccount's name
   * @param account the AwsAccount, if there is one
   * @param region the region that the object lives in
   * @param pinned the account id that the object was made in, or null
   */
  public Access accessFor(String name, Optional<AwsAccount> account, String region, String pinned) {
    if (account.isEmpty()) {
      return unavailable(
          "AwsAccount %s does not exist. Create it, or name another in accountRef.", name);
    }
    if (pinned == null && account.get().isMarkedForDeletion()) {
      return unavailable("AwsAccount %s is being deleted and takes no new objects.", name);
    }
    String id = verified.get(name);
    if (id == null && notYetVerified(account.get())) {
      return new Access.Unavailable(
          new ReadyState.Reconciling(
              Reason.Observing,
              "AwsAccount %s is being asked for.".formatted(name),
              Requeue.ACCOUNT_UNAVAILABLE));
    }
    if (id == null) {
      return unavailable("AwsAccount %s is not ready yet; its conditions say why.", name);
    }
    if (pinned != null && !pinned.equals(id)) {
      return unavailable(
          "This object was made in account %s, but AwsAccount %s is %s now. Nothing is done until"
              + " the credentials are those of the former account again.",
          pinned, name, id);
    }
    AwsAccountSpec spec = account.get().getSpec();
    List<String> regions = spec == null ? null : spec.regions();
    if (regions != null && !regions.contains(region) && pinned == null) {
      return unavailable(
          "AwsAccount %s does not list the region %s in spec.regions.", name, region);
    }
    grantedRegions.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).add(region);
    return new Access.Granted(
        new AccountRegion(name, id, region), new Allowlist(name, allow(spec)));
  }

  /**
   * Whether this process has not asked STS yet: a failure would stand in the status by now. What is
   * known of EC2 is as true as before, so that a restart makes no object unready.
   */
  private static boolean notYetVerified(AwsAccount account) {
    return account.getStatus() == null
        || account.getStatus().conditions() == null
        || account.getStatus().ready();
  }

  /** The regions of an account that objects have been let into since the process began. */
  public Set<String> regionsInUse(String name) {
    return Set.copyOf(grantedRegions.getOrDefault(name, Set.of()));
  }

  private static AwsAccountSpec.Allow allow(AwsAccountSpec spec) {
    return spec == null || spec.allow() == null ? AwsAccountSpec.Allow.NOTHING : spec.allow();
  }

  private static Access unavailable(String message, Object... values) {
    return new Access.Unavailable(
        new ReadyState.Blocked(
            Reason.AccountNotReady, message.formatted(values), Requeue.ACCOUNT_UNAVAILABLE));
  }
}
