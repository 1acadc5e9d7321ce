package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.Api;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Annotations;
import dev.amioperator.reconcile.EventRecorder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.RequeuePolicy;
import dev.amioperator.reconcile.StatusReporter;
import dev.amioperator.reconcile.StatusUpdate;
import dev.amioperator.reconcile.Suspension;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Brings every region to what an AmiCopy says of it: observe, plan, act, report. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "amicopy", finalizerName = Api.FINALIZER)
public class AmiCopyReconciler implements Reconciler<AmiCopy>, Cleaner<AmiCopy> {
  private final RegionReconciler regions;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final EventRecorder eventRecorder;
  private final RequeuePolicy requeuePolicy;
  private final ClusterId cluster;
  private final InstantSource clock;

  AmiCopyReconciler(
      RegionReconciler regions,
      AccountAccess accountAccess,
      StatusReporter statusReporter,
      EventRecorder eventRecorder,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      InstantSource clock) {
    this.regions = regions;
    this.accountAccess = accountAccess;
    this.statusReporter = statusReporter;
    this.eventRecorder = eventRecorder;
    this.requeuePolicy = requeuePolicy;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AmiCopy>> prepareEventSources(EventSourceContext<AmiCopy> context) {
    InformerEventSource<AmiImage, AmiCopy> images = SourceEventSource.of(context);
    return List.of(
        images,
        AccountEventSource.of(
            context,
            AmiCopy.class,
            copy -> SourceResolver.accountRef(copy, SourceEventSource.imageOf(copy, images))));
  }

  @Override
  public UpdateControl<AmiCopy> reconcile(AmiCopy resource, Context<AmiCopy> context) {
    ReconcileResult reconcileResult = reconcileRegions(resource, copyContext(resource, context));
    return UpdateControl.<AmiCopy>noUpdate()
        .rescheduleAfter(report(resource, reconcileResult, context));
  }

  @Override
  public DeleteControl cleanup(AmiCopy resource, Context<AmiCopy> context) {
    Optional<ReconcileResult> left = cleanUpRegions(resource, copyContext(resource, context));
    if (left.isEmpty()) {
      regions.forget(resource);
      return DeleteControl.defaultDelete();
    }
    return DeleteControl.noFinalizerRemoval()
        .rescheduleAfter(report(resource, left.get(), context).toMillis());
  }

  /** What one reconcile came to; the regions set the pace of the next. */
  private record ReconcileResult(StatusUpdate<AmiCopyStatus> outcome, List<RegionResult> regions) {}

  private ReconcileResult reconcileRegions(AmiCopy resource, CopyContext pass) {
    Optional<ReadyState> obstacle =
        Suspension.of(resource.getSpec().suspend()).or(pass::accessUnavailable);
    if (obstacle.isPresent()) {
      return new ReconcileResult(
          pass.statusFactory().observationPending(obstacle.get()), List.of());
    }
    SourceObserver source = regions.sourceObserver(pass);
    if (pass.needsSource()) {
      source.observe();
    }
    List<RegionResult> all =
        Stream.concat(
                pass.desired().regions().stream().map(region -> converge(pass, source, region)),
                pass.removed().stream().flatMap(entry -> removeCopies(pass, entry).stream()))
            .toList();
    if (all.stream().noneMatch(RegionResult::observationPending)) {
      regions.sourceDecided(pass.desired());
    }
    return result(pass, source.known(), all);
  }

  /** Nothing, once every region is clean. */
  private Optional<ReconcileResult> cleanUpRegions(AmiCopy resource, CopyContext pass) {
    if (Annotations.abandoned(resource) || pass.recorded().regions().isEmpty()) {
      return Optional.empty();
    }
    Optional<ReadyState> obstacle =
        Suspension.of(resource.getSpec().suspend()).or(pass::accessUnavailable);
    if (obstacle.isPresent()) {
      return Optional.of(
          new ReconcileResult(pass.statusFactory().observationPending(obstacle.get()), List.of()));
    }
    List<RegionResult> left =
        pass.recorded().regions().stream()
            .flatMap(entry -> removeCopies(pass, entry).stream())
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(result(pass, pass.source(), left));
  }

  private static ReconcileResult result(
      CopyContext pass, ObservedSource source, List<RegionResult> regions) {
    return new ReconcileResult(
        pass.statusFactory().of(pass.anyAccountRegion(), pass.desired(), source, regions), regions);
  }

  private RegionResult converge(CopyContext pass, SourceObserver source, String region) {
    Optional<RegionStatus> entry = pass.recorded().region(region);
    return switch (pass.access().get(region)) {
      case AccountAccess.Access.Unavailable(ReadyState why) ->
          RegionResult.forDesired(region, entry, why);
      case AccountAccess.Access.Granted(AccountRegion accountRegion, var allowlist) ->
          source.known() instanceof ObservedSource.Unknown(ReadyState why)
              ? RegionResult.forDesired(region, entry, why)
              : regions.converge(
                  new CopyTarget(
                      pass.desired(),
                      pass.recorded(),
                      source.known().id().orElseThrow(),
                      source.known(),
                      accountRegion),
                  source,
                  pass.sharingRefusal(),
                  pass.now(),
                  pass.settled(region));
    };
  }

  private Optional<RegionResult> removeCopies(CopyContext pass, RegionStatus entry) {
    return switch (pass.access().get(entry.region())) {
      case AccountAccess.Access.Unavailable(ReadyState why) ->
          Optional.of(RegionResult.forRemoved(entry, why));
      case AccountAccess.Access.Granted(AccountRegion accountRegion, var allowlist) ->
          regions.removeCopies(pass.desired(), accountRegion, entry, pass.now());
    };
  }

  private CopyContext copyContext(AmiCopy resource, Context<AmiCopy> context) {
    Optional<AmiImage> image = context.getSecondaryResource(AmiImage.class);
    Optional<AwsAccount> account = context.getSecondaryResource(AwsAccount.class);
    String accountRef = SourceResolver.accountRef(resource, image);
    AmiCopyStatusFactory status = new AmiCopyStatusFactory(resource, clock.instant());
    DesiredCopy desired = DesiredCopy.of(resource, cluster);
    SortedMap<String, AccountAccess.Access> doors = new TreeMap<>();
    Stream.concat(
            desired.regions().stream(),
            status.recorded().regions().stream().map(RegionStatus::region))
        .forEach(region -> doors.put(region, accessTo(accountRef, account, region, status)));
    return new CopyContext(
        desired, status, SourceResolver.resolve(resource, image), doors, clock.instant());
  }

  /** The pinned account has to be the same, and has to list a region that is new. */
  private AccountAccess.Access accessTo(
      String accountRef, Optional<AwsAccount> account, String region, AmiCopyStatusFactory status) {
    AccountAccess.Access pinned =
        accountAccess.accessFor(
            accountRef, account, region, status.recorded().accountId().orElse(null));
    return pinned instanceof AccountAccess.Access.Granted
            && status.recorded().region(region).isEmpty()
        ? accountAccess.accessFor(accountRef, account, region, null)
        : pinned;
  }

  private Duration report(
      AmiCopy resource, ReconcileResult reconcileResult, Context<AmiCopy> context) {
    Duration again =
        statusReporter.report(resource, reconcileResult.outcome(), AmiCopy::new, context);
    CopyEvents.of(resource.getStatus(), reconcileResult.outcome().status())
        .forEach(event -> eventRecorder.record(resource, event));
    return reconcileResult.regions().stream()
        .map(region -> requeuePolicy.requeueAfter(region.readyState()))
        .reduce(again, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }
}
