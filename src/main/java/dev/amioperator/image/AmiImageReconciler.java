package dev.amioperator.image;

import dev.amioperator.account.AccessRequest;
import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.account.Allowlist;
import dev.amioperator.account.NamespaceEventSource;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.FinalizerRemoval;
import dev.amioperator.reconcile.InstructionFilter;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.reconcile.StatusWrites;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reconciles AmiImages: observes EC2, plans, executes the plan and reports the status. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(
    name = "amiimage",
    finalizerName = Api.FINALIZER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = InstructionFilter.class))
public class AmiImageReconciler implements Reconciler<AmiImage>, Cleaner<AmiImage> {
  private final ImageReconciliation reconciliation;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final EventRecorder eventRecorder;
  private final ClusterId cluster;
  private final BuildUserData userData;
  private final RequeuePolicy requeuePolicy;
  private final InstantSource clock;
  private final StatusWrites<AmiImageSpec, AmiImageStatus, AmiImage> statusWrites;
  private volatile Cache<AmiImage> siblings;
  private volatile NamespaceEventSource<AmiImage> namespaces;
  private volatile CopyingAccounts copyingAccounts;

  AmiImageReconciler(
      ImageReconciliation reconciliation,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      EventRecorder eventRecorder,
      ClusterId cluster,
      BuildUserData userData,
      RequeuePolicy requeuePolicy,
      InstantSource clock) {
    this.reconciliation = reconciliation;
    this.accountAccess = accountAccess;
    this.statusReporter = statusReporter;
    this.eventRecorder = eventRecorder;
    this.cluster = cluster;
    this.userData = userData;
    this.requeuePolicy = requeuePolicy;
    this.clock = clock;
    this.statusWrites =
        new StatusWrites<>(
            requeuePolicy.accelerated(Requeue.IMAGE_STATUS_COLLECTED),
            AmiImage::new,
            ImageStatusRule::mayWait);
  }

  @Override
  public List<EventSource<?, AmiImage>> prepareEventSources(EventSourceContext<AmiImage> context) {
    siblings = context.getPrimaryCache();
    namespaces = NamespaceEventSource.of(context, AmiImage.class);
    var accounts = AccountEventSource.of(context, AmiImage.class, AmiImageReconciler::account);
    copyingAccounts = CopyingAccounts.of(context, accounts);
    return Stream.concat(Stream.of(accounts, copyingAccounts.copies()), namespaces.eventSources())
        .toList();
  }

  @Override
  public UpdateControl<AmiImage> reconcile(AmiImage resource, Context<AmiImage> context) {
    AmiImage latest = statusWrites.latest(resource);
    StatusUpdate<AmiImageStatus> update = reconcileImage(latest, context);
    Duration requeueAfter =
        statusWrites
            .delay(resource, update.status(), clock.instant())
            .map(delay -> earlier(delay, requeuePolicy.requeueAfter(update.readyState())))
            .orElseGet(() -> statusReporter.report(resource, update, context));
    ImageEvents.between(latest.getStatus(), update.status())
        .forEach(event -> eventRecorder.record(resource, event));
    return UpdateControl.<AmiImage>noUpdate().rescheduleAfter(requeueAfter);
  }

  private static Duration earlier(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public DeleteControl cleanup(AmiImage resource, Context<AmiImage> context) {
    Optional<StatusUpdate<AmiImageStatus>> update =
        cleanUpImage(statusWrites.latest(resource), context);
    if (update.isEmpty()) {
      ImageEvents.released(resource).ifPresent(event -> eventRecorder.record(resource, event));
      reconciliation.forget(resource);
      statusWrites.forget(resource);
      return FinalizerRemoval.from(resource, context);
    }
    Duration requeueAfter = statusReporter.report(resource, update.get(), context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(requeueAfter.toMillis());
  }

  private StatusUpdate<AmiImageStatus> reconcileImage(
      AmiImage resource, Context<AmiImage> context) {
    AmiImageStatusFactory status = new AmiImageStatusFactory(resource, clock.instant());
    Optional<ReadyState> suspension = Suspension.of(resource.getSpec().suspend());
    if (suspension.isPresent()) {
      return status.withReadyState(suspension.get());
    }
    Optional<ReadyState> refusal =
        namespaces
            .refusal(resource, context.getSecondaryResource(AwsAccount.class))
            .map(why -> RetainedPermissions.listedIn(why, resource));
    if (refusal.isPresent() && !status.recorded().rebuilding()) {
      return status.observationPending(refusal.get());
    }
    return switch (access(resource, status, context)) {
      case AccountAccess.Access.Unavailable(ReadyState readyState) ->
          status.observationPending(refusal.orElse(readyState));
      case AccountAccess.Access.Granted(AccountRegion accountRegion, Allowlist allowlist) -> {
        DesiredImage desired = DesiredImage.of(resource, cluster, accountRegion.accountId());
        if (refusal.isPresent()) {
          yield reconciliation.endBuild(accountRegion, desired, status, refusal.get());
        }
        ClusterContext clusterContext = clusterContext(resource, allowlist);
        DesiredImage tolerant = desired.tolerating(copyingAccounts.of(resource, allowlist));
        yield reconciliation.converge(accountRegion, tolerant, clusterContext, status);
      }
    };
  }

  /** Empty once EC2 has no resource of the object. */
  private Optional<StatusUpdate<AmiImageStatus>> cleanUpImage(
      AmiImage resource, Context<AmiImage> context) {
    AmiImageStatusFactory status = new AmiImageStatusFactory(resource, clock.instant());
    DesiredImage desired =
        DesiredImage.of(resource, cluster, status.recorded().accountId().orElse(""));
    if (Annotations.abandoned(resource)
        || ImageFinalizer.leavesEverything(desired, status.recorded())) {
      return Optional.empty();
    }
    Optional<ReadyState> suspension = Suspension.of(resource.getSpec().suspend());
    return switch (access(resource, status, context)) {
      case AccountAccess.Access.Unavailable(ReadyState readyState) ->
          status.recordsNothing() && !(readyState instanceof ReadyState.Reconciling)
              ? Optional.empty()
              : Optional.of(
                  suspension
                      .map(status::withReadyState)
                      .orElseGet(() -> status.observationPending(readyState)));
      case AccountAccess.Access.Granted(AccountRegion accountRegion, _) ->
          reconciliation.cleanUp(accountRegion, desired, status, suspension);
    };
  }

  private ClusterContext clusterContext(AmiImage resource, Allowlist allowlist) {
    String namespace = resource.getMetadata().getNamespace();
    return new ClusterContext(
        allowlist,
        name -> siblings.get(new ResourceID(name, namespace)),
        key -> userData.read(namespace, key));
  }

  private AccountAccess.Access access(
      AmiImage resource, AmiImageStatusFactory status, Context<AmiImage> context) {
    String region = resource.getSpec().region();
    Optional<String> pinned = status.recorded().accountId();
    return accountAccess.accessFor(
        account(resource),
        context.getSecondaryResource(AwsAccount.class),
        resource.isMarkedForDeletion()
            ? AccessRequest.ofDeleted(region, pinned, pinned.isPresent())
            : AccessRequest.of(region, pinned, !status.recordsNothing()));
  }

  private static String account(AmiImage resource) {
    return AccountAccess.nameOf(resource.getSpec().accountRef());
  }
}
