package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess;
import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.account.AccountEventSource;
import dev.amioperator.account.NamespaceEventSource;
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
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
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
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reconciles an AmiCopy: observes, plans and acts in each region, and reports the status. */
@GradualRetry(
    maxAttempts = RequeuePolicy.UNLIMITED_RETRIES,
    maxInterval = RequeuePolicy.MAX_RETRY_INTERVAL_MILLIS)
@ControllerConfiguration(name = "amicopy", finalizerName = Api.FINALIZER)
public class AmiCopyReconciler implements Reconciler<AmiCopy>, Cleaner<AmiCopy> {
  private static final ReadyState QUERYING =
      new ReadyState.Reconciling(
          Reason.Observing,
          "Querying whether EC2 has copies of this AmiCopy.",
          Requeue.OBSERVATION_PENDING);

  private final RegionReconciler regions;
  private final AccountAccess accountAccess;
  private final StatusReporter statusReporter;
  private final EventRecorder eventRecorder;
  private final RequeuePolicy requeuePolicy;
  private final ClusterId cluster;
  private final InstantSource clock;
  private volatile NamespaceEventSource<AmiCopy> namespaces;

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
    var images = SourceEventSource.of(context);
    namespaces = NamespaceEventSource.of(context, AmiCopy.class);
    var accounts =
        AccountEventSource.of(
            context,
            AmiCopy.class,
            copy -> SourceResolver.accountRef(copy, SourceEventSource.imageOf(copy, images)));
    return Stream.concat(Stream.of(images, accounts), namespaces.eventSources()).toList();
  }

  @Override
  public UpdateControl<AmiCopy> reconcile(AmiCopy resource, Context<AmiCopy> context) {
    Optional<AwsAccount> account = context.getSecondaryResource(AwsAccount.class);
    CopyContext copy = copyContext(resource, context, namespaces.refusal(resource, account));
    Result result =
        obstacle(resource, copy)
            .map(obstacle -> new Result(copy.statusFactory().observationPending(obstacle)))
            .orElseGet(() -> reconcileRegions(copy));
    return UpdateControl.<AmiCopy>noUpdate().rescheduleAfter(report(resource, result, context));
  }

  @Override
  public DeleteControl cleanup(AmiCopy resource, Context<AmiCopy> context) {
    Optional<Result> left =
        cleanUpRegions(resource, copyContext(resource, context, Optional.empty()));
    if (left.isEmpty()) {
      regions.forget(resource);
      return DeleteControl.defaultDelete();
    }
    return DeleteControl.noFinalizerRemoval()
        .rescheduleAfter(report(resource, left.get(), context).toMillis());
  }

  /** The status after a reconcile, and the regions whose results bound the requeue delay. */
  private record Result(StatusUpdate<AmiCopyStatus> update, List<RegionResult> regions) {
    Result(StatusUpdate<AmiCopyStatus> update) {
      this(update, List.of());
    }
  }

  private static Optional<ReadyState> obstacle(AmiCopy resource, CopyContext copy) {
    return Suspension.of(resource.getSpec().suspend()).or(copy::accessUnavailable);
  }

  private Result reconcileRegions(CopyContext copy) {
    SourceObserver source = regions.sourceObserver(copy);
    if (copy.refusal().isEmpty() && copy.needsSource()) {
      source.observe();
    }
    List<RegionResult> results =
        Stream.concat(
                copy.desired().regions().stream().map(region -> converge(copy, source, region)),
                copy.removed().stream()
                    .flatMap(entry -> regions.remaining(copy, entry).stream())
                    .flatMap(entry -> removeCopies(copy, entry).stream()))
            .toList();
    if (results.stream().noneMatch(RegionResult::observationPending)) {
      regions.sourceDecided(copy.desired());
    }
    return new Result(copy.statusFactory().of(copy, source.known(), results), results);
  }

  /** Deletes the copies of a deleted AmiCopy; empty once every region is clear. */
  private Optional<Result> cleanUpRegions(AmiCopy resource, CopyContext copy) {
    if (Annotations.abandoned(resource)) {
      return Optional.empty();
    }
    List<RegionStatus> remaining =
        copy.entriesToClear().stream()
            .flatMap(entry -> regions.remaining(copy, entry).stream())
            .toList();
    Optional<ReadyState> obstacle = obstacle(resource, copy);
    if (obstacle.isPresent() && !remaining.isEmpty()) {
      boolean known = remaining.stream().anyMatch(RegionStatusFactory::mayHaveCopies);
      ReadyState readyState = known ? obstacle.get() : QUERYING;
      return Optional.of(new Result(copy.statusFactory().observationPending(readyState)));
    }
    List<RegionResult> left =
        remaining.stream().flatMap(entry -> removeCopies(copy, entry).stream()).toList();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(new Result(copy.statusFactory().of(copy, copy.source(), left), left));
  }

  private RegionResult converge(CopyContext copy, SourceObserver source, String region) {
    Optional<RegionStatus> entry = copy.recorded().region(region);
    ObservedSource known = source.known();
    if (copy.refusal().isPresent()) {
      return RegionResult.refused(region, entry, copy.refusal().get());
    }
    return switch (copy.access().get(region)) {
      case Access.Unavailable(ReadyState why) -> RegionResult.forDesired(region, entry, why);
      case Access.Granted(AccountRegion accountRegion, var allowlist) ->
          known instanceof ObservedSource.Unknown(ReadyState why)
              ? RegionResult.forDesired(region, entry, why)
              : regions.converge(
                  copy,
                  new CopyTarget(
                      copy.desired(),
                      copy.recorded(),
                      known.id().orElseThrow(),
                      known,
                      accountRegion,
                      allowlist),
                  source);
    };
  }

  private Optional<RegionResult> removeCopies(CopyContext copy, RegionStatus entry) {
    return switch (copy.access().get(entry.region())) {
      case Access.Unavailable(ReadyState why) -> Optional.of(RegionResult.forRemoved(entry, why));
      case Access.Granted(AccountRegion accountRegion, var allowlist) ->
          regions.removeCopies(copy, accountRegion, entry);
    };
  }

  private CopyContext copyContext(
      AmiCopy resource, Context<AmiCopy> context, Optional<ReadyState> refusal) {
    Optional<AmiImage> image = context.getSecondaryResource(AmiImage.class);
    Optional<AwsAccount> account = context.getSecondaryResource(AwsAccount.class);
    String accountRef = SourceResolver.accountRef(resource, image);
    RecordedCopy recorded = RecordedCopy.of(resource);
    Instant now = clock.instant();
    DesiredCopy desired = DesiredCopy.of(resource, cluster);
    SortedMap<String, Access> access = new TreeMap<>();
    Stream.concat(desired.regions().stream(), recorded.regions().stream().map(RegionStatus::region))
        .forEach(
            region ->
                access.put(
                    region,
                    refusal
                        .filter(_ -> recorded.region(region).isEmpty())
                        .<Access>map(Access.Unavailable::new)
                        .orElseGet(() -> accessTo(accountRef, account, region, recorded))));
    return new CopyContext(
        desired,
        recorded,
        new AmiCopyStatusFactory(resource, recorded, now),
        SourceResolver.resolve(resource, image),
        access,
        refusal,
        now);
  }

  /** Requires the pinned account id, and for a new region also that the AwsAccount lists it. */
  private Access accessTo(
      String accountRef, Optional<AwsAccount> account, String region, RecordedCopy recorded) {
    Access pinned =
        accountAccess.accessFor(accountRef, account, region, recorded.accountId().orElse(null));
    return pinned instanceof Access.Granted && recorded.region(region).isEmpty()
        ? accountAccess.accessFor(accountRef, account, region, null)
        : pinned;
  }

  private Duration report(AmiCopy resource, Result result, Context<AmiCopy> context) {
    Duration requeueAfter = statusReporter.report(resource, result.update(), AmiCopy::new, context);
    CopyEvents.of(resource.getStatus(), result.update().status())
        .forEach(event -> eventRecorder.record(resource, event));
    return Stream.concat(
            Stream.of(requeueAfter),
            result.regions().stream()
                .map(region -> requeuePolicy.requeueAfter(region.readyState())))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
