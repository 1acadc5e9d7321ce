package dev.amioperator.account;

import dev.amioperator.account.NamespaceClaim.Overlap;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Reconciles an AwsAccount: verifies it with STS, collects EC2 garbage, guards its deletion.
 *
 * <p>An AwsAccount has no namespace, and several installations may share it. Each has a finalizer
 * of its own, which {@link NamespaceClaims} adds and removes in place of JOSDK.
 */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(
    name = "awsaccount",
    triggerReconcilerOnAllEvents = true,
    informer = @Informer(namespaces = Constants.WATCH_ALL_NAMESPACES))
public class AwsAccountReconciler implements Reconciler<AwsAccount> {
  private final AccountIdentity identity;
  private final AccountGarbageCollection garbageCollection;
  private final NamespaceClaims claims;
  private final AccountReporter reporter;
  private final WatchedNamespaces watched;
  private final Event<OverlapFound> overlapFound;
  private final InstantSource clock;

  AwsAccountReconciler(
      AccountIdentity identity,
      AccountGarbageCollection garbageCollection,
      NamespaceClaims claims,
      AccountReporter reporter,
      WatchedNamespaces watched,
      Event<OverlapFound> overlapFound,
      InstantSource clock) {
    this.identity = identity;
    this.garbageCollection = garbageCollection;
    this.claims = claims;
    this.reporter = reporter;
    this.watched = watched;
    this.overlapFound = overlapFound;
    this.clock = clock;
  }

  @Override
  public UpdateControl<AwsAccount> reconcile(AwsAccount account, Context<AwsAccount> context) {
    boolean gone = context.isPrimaryResourceDeleted() || !isNeeded(account);
    List<String> references =
        gone || !account.isMarkedForDeletion()
            ? List.of()
            : AccountReferences.to(account.getMetadata().getName(), context.getClient(), watched);
    if (gone || account.isMarkedForDeletion() && references.isEmpty()) {
      identity.forget(account.getMetadata().getName());
      if (!gone) {
        claims.release(account);
      }
      return UpdateControl.noUpdate();
    }
    NamespaceClaims.Confirmation claim = claims.confirm(account);
    if (claim.overlap().isPresent()) {
      return refuse(account, claim.overlap().get());
    }
    return account.isMarkedForDeletion()
        ? keep(claim.account(), references, context)
        : use(claim.account(), context);
  }

  /** Whether an AwsAccount may be used, or is deleted and waits for this installation. */
  private boolean isNeeded(AwsAccount account) {
    return !account.isMarkedForDeletion() || claims.held(account);
  }

  private UpdateControl<AwsAccount> use(AwsAccount account, Context<AwsAccount> context) {
    AccountIdentity.Verified verified = identity.verify(account);
    Duration requeueAfter = reporter.report(account, verified, verified.readyState(), context);
    boolean pending =
        verified.readyState() instanceof ReadyState.Ready
            && garbageCollection.collect(
                account, verified.accountId().orElseThrow(), clock.instant());
    return UpdateControl.<AwsAccount>noUpdate()
        .rescheduleAfter(
            pending && requeueAfter.compareTo(Requeue.NEXT_STEP) > 0
                ? Requeue.NEXT_STEP
                : requeueAfter);
  }

  /** The cleanup of objects needs access to the account, which a restarted process has not yet. */
  private UpdateControl<AwsAccount> keep(
      AwsAccount account, List<String> references, Context<AwsAccount> context) {
    AccountIdentity.Verified verified = identity.verify(account);
    ReadyState readyState =
        verified.readyState() instanceof ReadyState.Ready
            ? referenced(references)
            : verified.readyState();
    return UpdateControl.<AwsAccount>noUpdate()
        .rescheduleAfter(reporter.report(account, verified, readyState, context));
  }

  /** Another installation watches the same namespaces: no object uses the account here. */
  private UpdateControl<AwsAccount> refuse(AwsAccount account, Overlap overlap) {
    identity.refuse(account.getMetadata().getName(), overlap.message());
    overlapFound.fire(new OverlapFound(overlap.message()));
    return UpdateControl.<AwsAccount>noUpdate().rescheduleAfter(Requeue.ACCOUNT_REFERENCED);
  }

  private static ReadyState referenced(List<String> references) {
    return new ReadyState.Blocked(
        Reason.InUse,
        references.size() == 1
            ? "%s still uses this AwsAccount. Delete it first.".formatted(references.getFirst())
            : "%d objects still use this AwsAccount, such as %s. Delete them first."
                .formatted(references.size(), references.getFirst()),
        Requeue.ACCOUNT_REFERENCED);
  }
}
