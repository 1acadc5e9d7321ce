package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.account.NamespaceEventSource;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.DeletionPolicy;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.FinalizerRemoval;
import dev.amioperator.reconcile.InstructionFilter;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
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
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reconciles an AmiCopy: observes, plans and acts in each region, and reports the status. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(
    name = "amicopy",
    finalizerName = Api.FINALIZER,
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = InstructionFilter.class))
public class AmiCopyReconciler implements Reconciler<AmiCopy>, Cleaner<AmiCopy> {
  private static final ReadyState QUERYING =
      new ReadyState.Reconciling(
          Reason.Observing,
          "Querying whether EC2 has copies of this AmiCopy.",
          Requeue.OBSERVATION_PENDING);

  private final RegionReconciler regions;
  private final RemovedRegionReconciler removedRegions;
  private final CopyRelease release;
  private final RegionSessions sessions;
  private final CopyAdmission admission;
  private final CopyContextFactory contexts;
  private final StatusReporter statusReporter;
  private final EventRecorder eventRecorder;
  private final RequeuePolicy requeuePolicy;
  private final StatusWrites<AmiCopySpec, AmiCopyStatus, AmiCopy> statusWrites;
  private volatile NamespaceEventSource<AmiCopy> namespaces;
  private volatile SourceGrantUse.Caches grantUse;

  AmiCopyReconciler(
      RegionReconciler regions,
      RemovedRegionReconciler removedRegions,
      CopyRelease release,
      RegionSessions sessions,
      CopyAdmission admission,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      EventRecorder eventRecorder,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      InstantSource clock) {
    this.regions = regions;
    this.removedRegions = removedRegions;
    this.release = release;
    this.sessions = sessions;
    this.admission = admission;
    this.contexts =
        new CopyContextFactory(
            accountAccess, cluster, clock, sessions::ofRegions, copy -> grantUse.of(copy));
    this.statusReporter = statusReporter;
    this.eventRecorder = eventRecorder;
    this.requeuePolicy = requeuePolicy;
    this.statusWrites =
        new StatusWrites<>(
            requeuePolicy.accelerated(Requeue.STATUS_COLLECTED),
            AmiCopy::new,
            CopyStatusRule::mayWait);
  }

  @Override
  public List<EventSource<?, AmiCopy>> prepareEventSources(EventSourceContext<AmiCopy> context) {
    var images = SourceEventSource.of(context);
    namespaces = NamespaceEventSource.of(context, AmiCopy.class);
    var accounts =
        AccountEventSource.ofSeveral(
            context,
            AmiCopy.class,
            copy -> CopyContextFactory.accountsOf(copy, SourceEventSource.imageOf(copy, images)));
    grantUse = new SourceGrantUse.Caches(context.getPrimaryCache(), images, accounts);
    return Stream.concat(
            Stream.of(images, accounts, admission.eventSource()), namespaces.eventSources())
        .toList();
  }

  @Override
  public UpdateControl<AmiCopy> reconcile(AmiCopy resource, Context<AmiCopy> context) {
    AmiCopy latest = statusWrites.latest(resource);
    CopyContext copy = contexts.of(latest, context, namespaces);
    CopyResult result =
        obstacle(resource, copy)
            .map(obstacle -> new CopyResult(copy.statusFactory().observationPending(obstacle)))
            .orElseGet(() -> reconcileRegions(copy));
    Duration requeueAfter =
        statusWrites
            .delay(resource, result.update().status(), copy.now())
            .map(delay -> Collections.min(List.of(delay, result.requeueAfter(requeuePolicy))))
            .orElseGet(() -> report(resource, result, context));
    recordEvents(latest, result);
    return UpdateControl.<AmiCopy>noUpdate().rescheduleAfter(requeueAfter);
  }

  @Override
  public DeleteControl cleanup(AmiCopy resource, Context<AmiCopy> context) {
    Optional<CopyResult> left = cleanUpRegions(resource, contexts.ofDeletion(resource, context));
    if (left.isEmpty()) {
      CopyEvents.released(resource).ifPresent(event -> eventRecorder.record(resource, event));
      admission.forget(resource);
      sessions.forget(resource);
      removedRegions.forget(resource);
      statusWrites.forget(resource);
      return FinalizerRemoval.from(resource, context);
    }
    Duration requeueAfter = report(resource, left.get(), context);
    recordEvents(resource, left.get());
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(requeueAfter.toMillis());
  }

  private static Optional<ReadyState> obstacle(AmiCopy resource, CopyContext copy) {
    return Suspension.of(resource.getSpec().suspend()).or(copy.access()::obstacle);
  }

  private CopyResult reconcileRegions(CopyContext copy) {
    Optional<SourceObserver> source = regions.sourceObserver(copy);
    source.filter(_ -> copy.needsSource()).ifPresent(SourceObserver::observe);
    SourceGrants grants = regions.sourceGrants(copy);
    List<RegionResult> results =
        Stream.concat(
                copy.desired().destinations().stream()
                    .map(to -> regions.converge(copy, source, grants, to)),
                copy.removed().stream()
                    .flatMap(entry -> removedRegions.remaining(copy, entry).stream())
                    .flatMap(entry -> removedRegions.removeCopiesUnlessKept(copy, entry).stream()))
            .collect(Collectors.toCollection(ArrayList::new));
    results.addAll(copy.allRegions().obstacles());
    if (results.stream().noneMatch(RegionResult::observationPending)) {
      sessions.sourceDecided(copy.desired());
    }
    ObservedSource known = source.map(SourceObserver::known).orElse(copy.source());
    SourceGrantResult revoked = grants.revokeUnused(known.id(), results);
    CopyResult result = CopyResult.of(copy, known, results, revoked);
    // Progress alone is no reason to write the status; it is refreshed if there is another.
    return result.update().status().equals(copy.statusFactory().resource().getStatus())
        ? result
        : CopyResult.of(copy, known, admission.withProgress(copy, results), revoked);
  }

  /** Deletes or releases the copies of a deleted AmiCopy; empty once nothing is left to do. */
  private Optional<CopyResult> cleanUpRegions(AmiCopy resource, CopyContext copy) {
    if (Annotations.abandoned(resource)) {
      CopyEvents.abandonedGrants(resource.getStatus())
          .forEach(event -> eventRecorder.record(resource, event));
      return Optional.empty();
    }
    return copy.desired().deletionPolicy() == DeletionPolicy.RELEASE
        ? release.revokeGrants(copy, regions.sourceGrants(copy))
        : deleteCopies(resource, copy);
  }

  private Optional<CopyResult> deleteCopies(AmiCopy resource, CopyContext copy) {
    List<RegionStatus> remaining =
        copy.entriesToClear().stream()
            .flatMap(entry -> removedRegions.remaining(copy, entry).stream())
            .toList();
    Optional<ReadyState> obstacle = obstacle(resource, copy);
    if (copy.recorded().regions().isEmpty() && copy.allRegions().pending()) {
      return Optional.of(new CopyResult(copy.statusFactory().observationPending(QUERYING)));
    }
    boolean grantsLeft = !copy.recorded().grants().isEmpty();
    if (obstacle.isPresent() && (grantsLeft || !remaining.isEmpty())) {
      boolean known = grantsLeft || remaining.stream().anyMatch(RegionStatusFactory::mayHaveCopies);
      ReadyState readyState = known ? obstacle.get() : QUERYING;
      return Optional.of(new CopyResult(copy.statusFactory().observationPending(readyState)));
    }
    List<RegionResult> left =
        remaining.stream()
            .flatMap(entry -> removedRegions.removeCopies(copy, entry).stream())
            .toList();
    SourceGrantResult grants =
        regions.sourceGrants(copy).revokeUnused(copy.source().id(), List.of());
    return left.isEmpty() && grants.toRecord().isEmpty()
        ? Optional.empty()
        : Optional.of(CopyResult.of(copy, copy.source(), left, grants));
  }

  private Duration report(AmiCopy resource, CopyResult result, Context<AmiCopy> context) {
    Duration requeueAfter = statusReporter.report(resource, result.update(), context);
    return Collections.min(List.of(requeueAfter, result.requeueAfter(requeuePolicy)));
  }

  private void recordEvents(AmiCopy resource, CopyResult result) {
    CopyEvents.of(resource.getStatus(), result.update().status())
        .forEach(event -> eventRecorder.record(resource, event));
  }
}
