package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import dev.amioperator.reconcile.Conditions;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Reconciles an AwsAccount: verifies it with STS, collects EC2 garbage, guards its deletion. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "awsaccount", finalizerName = Api.FINALIZER)
public class AwsAccountReconciler implements Reconciler<AwsAccount>, Cleaner<AwsAccount> {
  private final AccountIdentity identity;
  private final AccountGarbageCollection garbageCollection;
  private final StatusReporter statusReporter;
  private final InstantSource clock;

  AwsAccountReconciler(
      AccountIdentity identity,
      AccountGarbageCollection garbageCollection,
      StatusReporter statusReporter,
      InstantSource clock) {
    this.identity = identity;
    this.garbageCollection = garbageCollection;
    this.statusReporter = statusReporter;
    this.clock = clock;
  }

  @Override
  public UpdateControl<AwsAccount> reconcile(AwsAccount account, Context<AwsAccount> context) {
    AccountIdentity.Verified verified = identity.verify(account);
    Duration requeueAfter = report(account, verified, verified.readyState(), context);
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

  @Override
  public DeleteControl cleanup(AwsAccount account, Context<AwsAccount> context) {
    String name = account.getMetadata().getName();
    List<String> references = AccountReferences.to(name, context.getClient());
    if (references.isEmpty()) {
      identity.forget(name);
      return DeleteControl.defaultDelete();
    }
    // Their cleanup needs access to the account, which a restarted process has not granted yet.
    AccountIdentity.Verified verified = identity.verify(account);
    ReadyState readyState =
        verified.readyState() instanceof ReadyState.Ready
            ? referenced(references)
            : verified.readyState();
    return DeleteControl.noFinalizerRemoval()
        .rescheduleAfter(report(account, verified, readyState, context).toMillis());
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

  private Duration report(
      AwsAccount account,
      AccountIdentity.Verified verified,
      ReadyState readyState,
      Context<AwsAccount> context) {
    long generation = account.getMetadata().getGeneration();
    AwsAccountStatus status =
        new AwsAccountStatus(
            generation,
            verified.accountId().orElse(null),
            verified.principal().orElse(null),
            Conditions.of(
                readyState,
                generation,
                account.getStatus() == null ? null : account.getStatus().conditions(),
                clock.instant()));
    return statusReporter.report(
        account, new StatusUpdate<>(status, readyState), AwsAccount::new, context);
  }
}
