package dev.amioperator.retention;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.ownership.ClockCheck;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.ErrorReasons;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.FinalizerRemoval;
import dev.amioperator.reconcile.InstructionFilter;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Reconciles AmiRetentionPolicies: checks suspension, caches and account, then evaluates images.
 */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(
    name = "amiretentionpolicy",
    finalizerName = Api.FINALIZER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = InstructionFilter.class))
public class AmiRetentionPolicyReconciler
    implements Reconciler<AmiRetentionPolicy>, Cleaner<AmiRetentionPolicy> {

  private static final ReadyState NOT_SYNCED =
      new ReadyState.Reconciling(
          Reason.Observing,
          "Reading the AmiImages, AmiCopies and AwsAccounts of the cluster.",
          Requeue.NEXT_STEP);

  private final PolicyEvaluator evaluator;
  private final PolicyFinalizer finalizer;
  private final ResourcesEvaluator resourcesEvaluator;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final EventRecorder eventRecorder;
  private final ClockCheck clockCheck;
  private final InstantSource clock;
  private ClusterResources clusterResources;

  AmiRetentionPolicyReconciler(
      PolicyEvaluator evaluator,
      PolicyFinalizer finalizer,
      ResourcesEvaluator resourcesEvaluator,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      EventRecorder eventRecorder,
      ClockCheck clockCheck,
      InstantSource clock) {
    this.evaluator = evaluator;
    this.finalizer = finalizer;
    this.resourcesEvaluator = resourcesEvaluator;
    this.accountAccess = accountAccess;
    this.statusReporter = statusReporter;
    this.eventRecorder = eventRecorder;
    this.clockCheck = clockCheck;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiRetentionPolicy>> prepareEventSources(
      EventSourceContext<AmiRetentionPolicy> context) {
    clusterResources = ClusterResources.of(context);
    return clusterResources.eventSources();
  }

  @Override
  public UpdateControl<AmiRetentionPolicy> reconcile(
      AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    StatusUpdate<AmiRetentionPolicyStatus> update = reconcilePolicy(policy);
    newWarnings(policy.getStatus(), update.status())
        .forEach(
            warning ->
                eventRecorder.record(
                    policy, ObjectEvent.warning(Reason.ArchitectureLost, warning)));
    Duration again = statusReporter.report(policy, update, context);
    return UpdateControl.<AmiRetentionPolicy>noUpdate().rescheduleAfter(again);
  }

  @Override
  public DeleteControl cleanup(AmiRetentionPolicy policy, Context<AmiRetentionPolicy> context) {
    Optional<StatusUpdate<AmiRetentionPolicyStatus>> update = cleanUpPolicy(policy);
    if (update.isEmpty()) {
      evaluator.forget(policy);
      finalizer.forget(policy);
      return FinalizerRemoval.from(policy, context);
    }
    Duration again = statusReporter.report(policy, update.get(), context);
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(again.toMillis());
  }

  private static List<String> newWarnings(
      AmiRetentionPolicyStatus before, AmiRetentionPolicyStatus after) {
    List<String> known = before == null ? List.of() : warnings(before);
    return warnings(after).stream().filter(warning -> !known.contains(warning)).toList();
  }

  private static List<String> warnings(AmiRetentionPolicyStatus status) {
    return Optional.ofNullable(status.plan())
        .map(AmiRetentionPolicyStatus.Plan::warnings)
        .orElse(List.of());
  }

  private StatusUpdate<AmiRetentionPolicyStatus> reconcilePolicy(AmiRetentionPolicy policy) {
    var status = new AmiRetentionPolicyStatusFactory(policy, clock.instant());
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return status.withReadyState(suspension.get());
    }
    if (!clusterResources.hasSynced()) {
      return status.observationPending(NOT_SYNCED);
    }
    if (ResourcesPolicy.targets(policy)) {
      return resourcesEvaluator.evaluate(
          policy, clusterResources, new ResourcesStatusFactory(policy, status.now()));
    }
    PolicyAccess access =
        access(policy, ClusterResources.accountNames(policy), policy.getSpec().regions(), status);
    return access
        .pending()
        .map(status::observationPending)
        .orElseGet(() -> evaluate(policy, access, status.with(access)));
  }

  /** Evaluates the accounts that the policy may use; in the others, begun retirements end. */
  private StatusUpdate<AmiRetentionPolicyStatus> evaluate(
      AmiRetentionPolicy policy, PolicyAccess access, AmiRetentionPolicyStatusFactory status) {
    if (access.evaluated().isEmpty()) {
      return Optional.of(access)
          .filter(checked -> !checked.finishing().isEmpty())
          .flatMap(checked -> finalizer.finish(policy, checked, clusterResources, status))
          .orElseGet(() -> status.observationPending(access.firstUnavailable()));
    }
    // By a wrong clock every age is wrong, and what the status remembers would be, too.
    return clockCheck
        .refusal("Evaluation of images")
        .map(skew -> status.withReadyState(ErrorReasons.readyState(skew)))
        .orElseGet(() -> evaluator.evaluate(policy, access, clusterResources, status));
  }

  /** Finishes retirements that have started, and starts none; empty when all are finished. */
  private Optional<StatusUpdate<AmiRetentionPolicyStatus>> cleanUpPolicy(
      AmiRetentionPolicy policy) {
    var status = new AmiRetentionPolicyStatusFactory(policy, clock.instant());
    if (Annotations.abandoned(policy) || status.unfinished().findAny().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReadyState> suspension = suspension(policy);
    if (suspension.isPresent()) {
      return suspension.map(status::withReadyState);
    }
    if (!clusterResources.hasSynced()) {
      return Optional.of(status.observationPending(NOT_SYNCED));
    }
    PolicyAccess access = access(policy, List.of(), List.of(), status);
    return access.finishing().isEmpty()
        ? Optional.of(status.observationPending(access.firstUnavailable()))
        : finalizer.finish(policy, access, clusterResources, status);
  }

  private PolicyAccess access(
      AmiRetentionPolicy policy,
      List<String> names,
      List<String> regions,
      AmiRetentionPolicyStatusFactory status) {
    return PolicyAccess.of(
        accountAccess, clusterResources.accountsFor(policy), names, regions, status);
  }

  private static Optional<ReadyState> suspension(AmiRetentionPolicy policy) {
    return Suspension.of(policy.getSpec().suspend(), "policy");
  }
}
