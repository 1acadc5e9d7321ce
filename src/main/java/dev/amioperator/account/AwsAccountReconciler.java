package dev.amioperator.account;

import dev.amioperator.account.NamespaceClaim.Overlap;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.WatchedNamespaces;
import dev.amioperator.reconcile.FinalizerRemoval;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reconciles an AwsAccount: verifies it with STS, collects EC2 garbage, guards its deletion.
 *
 * <p>An AwsAccount has no namespace, and several installations may share it. Each has a finalizer
 * of its own, named in {@code application.properties}.
 */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(
    name = "awsaccount",
    informer = @Informer(namespaces = Constants.WATCH_ALL_NAMESPACES))
public class AwsAccountReconciler implements Reconciler<AwsAccount>, Cleaner<AwsAccount> {
  private final AccountIdentity identity;
  private final AccountGarbageCollection garbageCollection;
  private final AccountConsumers consumers;
  private final NamespaceClaims claims;
  private final AccountReporter reporter;
  private final WatchedNamespaces watched;
  private final Event<OverlapFound> overlapFound;
  private final InstantSource clock;

  AwsAccountReconciler(
      AccountIdentity identity,
      AccountGarbageCollection garbageCollection,
      AccountConsumers consumers,
      NamespaceClaims claims,
      AccountReporter reporter,
      WatchedNamespaces watched,
      Event<OverlapFound> overlapFound,
      InstantSource clock) {
    this.identity = identity;
    this.garbageCollection = garbageCollection;
    this.consumers = consumers;
    this.claims = claims;
    this.reporter = reporter;
    this.watched = watched;
    this.overlapFound = overlapFound;
    this.clock = clock;
  }

  @Override
  public UpdateControl<AwsAccount> reconcile(AwsAccount account, Context<AwsAccount> context) {
    consumers.record(account);
    NamespaceClaims.Confirmation claim =
        reportingFailure(account, context, () -> claims.confirm(account));
    return claim
        .overlap()
        .map(overlap -> refuse(account, overlap))
        .orElseGet(() -> use(claim.account(), context));
  }

  @Override
  public DeleteControl cleanup(AwsAccount account, Context<AwsAccount> context) {
    consumers.record(account);
    String name = account.getMetadata().getName();
    List<String> references = AccountReferences.to(name, context.getClient(), watched);
    if (references.isEmpty()) {
      identity.forget(name);
      consumers.forget(name);
      return FinalizerRemoval.from(account, context);
    }
    NamespaceClaims.Confirmation claim =
        reportingFailure(account, context, () -> claims.confirm(account));
    Duration requeueAfter =
        claim
            .overlap()
            .map(overlap -> exit(account, overlap))
            .orElseGet(() -> keep(claim.account(), references, context));
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(requeueAfter.toMillis());
  }

  private UpdateControl<AwsAccount> use(AwsAccount account, Context<AwsAccount> context) {
    AccountIdentity.Verified verified = verify(account, context);
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

  private AccountIdentity.Verified verify(AwsAccount account, Context<AwsAccount> context) {
    return reportingFailure(account, context, () -> identity.verify(account));
  }

  /** JOSDK logs what fails, and retries it; a user reads the conditions. */
  private <T> T reportingFailure(
      AwsAccount account, Context<AwsAccount> context, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException failure) {
      AccountIdentity.Verified failed = identity.failed(account, failure);
      try {
        reporter.report(account, failed, failed.readyState(), context);
      } catch (RuntimeException unreported) {
        failure.addSuppressed(unreported);
      }
      throw failure;
    }
  }

  /** The cleanup of objects needs access to the account, which a restarted process has not yet. */
  private Duration keep(AwsAccount account, List<String> references, Context<AwsAccount> context) {
    AccountIdentity.Verified verified = verify(account, context);
    ReadyState readyState =
        verified.readyState() instanceof ReadyState.Ready
            ? referenced(references)
            : verified.readyState();
    return reporter.report(account, verified, readyState, context);
  }

  private UpdateControl<AwsAccount> refuse(AwsAccount account, Overlap overlap) {
    return UpdateControl.<AwsAccount>noUpdate().rescheduleAfter(exit(account, overlap));
  }

  /** Another installation watches the same namespaces: no object uses the account here. */
  private Duration exit(AwsAccount account, Overlap overlap) {
    identity.refuse(account, overlap.message());
    overlapFound.fire(new OverlapFound(overlap.message()));
    return Requeue.ACCOUNT_REFERENCED;
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
