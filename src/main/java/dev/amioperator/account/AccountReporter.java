package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.ownership.Installation;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reports the state of AwsAccounts, which several installations may share.
 *
 * <p>With the credentials of one an account may be ready, and with those of another not. So that
 * they do not overwrite each other's status for ever, the installation whose finalizer is the first
 * in the list writes it. Another one writes only a generation that the status does not reflect yet.
 */
@ApplicationScoped
class AccountReporter {
  private static final Logger LOG = Logger.getLogger(AccountReporter.class);

  private final StatusReporter statusReporter;
  private final RequeuePolicy requeuePolicy;
  private final Installation installation;
  private final InstantSource clock;

  AccountReporter(
      StatusReporter statusReporter,
      RequeuePolicy requeuePolicy,
      Installation installation,
      InstantSource clock) {
    this.statusReporter = statusReporter;
    this.requeuePolicy = requeuePolicy;
    this.installation = installation;
    this.clock = clock;
  }

  /**
   * Writes the status if it is this installation's to write.
   *
   * @return the pause before the next reconcile
   */
  Duration report(
      AwsAccount account,
      AccountIdentity.Verified verified,
      ReadyState readyState,
      Context<AwsAccount> context) {
    if (!writesStatus(account, installation)) {
      if (!(readyState instanceof ReadyState.Ready)) {
        LOG.warnf("AwsAccount %s: %s", account.getMetadata().getName(), readyState.message());
      }
      return requeuePolicy.requeueAfter(readyState);
    }
    long generation = account.getMetadata().getGeneration();
    AwsAccountStatus status =
        new AwsAccountStatus(
            generation,
            verified.accountId().orElse(null),
            verified.principal().orElse(null),
            account.getStatus() == null ? null : account.getStatus().retired(),
            Conditions.of(
                readyState,
                generation,
                account.getStatus() == null ? null : account.getStatus().conditions(),
                clock.instant()));
    return statusReporter.report(account, new StatusUpdate<>(status, readyState), context);
  }

  /** Whether an installation writes the status of an AwsAccount in its present state. */
  static boolean writesStatus(AwsAccount account, Installation installation) {
    boolean first =
        account.getMetadata().getFinalizers().stream()
            .flatMap(finalizer -> Installation.ofFinalizer(finalizer).stream())
            .findFirst()
            .map(installation::equals)
            .orElse(true);
    boolean current =
        Optional.ofNullable(account.getStatus())
            .map(AwsAccountStatus::observedGeneration)
            .filter(account.getMetadata().getGeneration()::equals)
            .isPresent();
    return first || !current;
  }
}
