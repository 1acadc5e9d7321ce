package dev.amioperator.copy;

import dev.amioperator.account.AccountAccess.Access;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.copy.queue.CopyDecision;
import dev.amioperator.copy.queue.CopyQueue;
import dev.amioperator.copy.queue.CopyQueueEventSource;
import dev.amioperator.copy.queue.CopyRequest;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.ActionExecutor;
import dev.amioperator.reconcile.ExecutionResult;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.RequestedRead;
import dev.amioperator.reconcile.RequeuePolicy;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Admission of the CopyImage calls of AmiCopies by the {@link CopyQueue}, and what the queue knows
 * of their copies, so that a region is not read while its copy waits or is in flight.
 */
@ApplicationScoped
class CopyAdmission {
  private final CopyQueue queue;
  private final ActionExecutor actionExecutor;
  private final ClusterId cluster;
  private final InstantSource clock;

  private final UncalledDestinations uncalled = new UncalledDestinations();
  private final RefusedCopies refusals;

  CopyAdmission(
      CopyQueue queue,
      ActionExecutor actionExecutor,
      RequeuePolicy requeuePolicy,
      ClusterId cluster,
      InstantSource clock) {
    this.queue = queue;
    this.actionExecutor = actionExecutor;
    this.cluster = cluster;
    this.clock = clock;
    this.refusals = new RefusedCopies(requeuePolicy);
  }

  /** Reconciles the AmiCopies whose copies may start, or ended. */
  EventSource<?, AmiCopy> eventSource() {
    return CopyQueueEventSource.of(queue);
  }

  /** The result for a copy that EC2 is known to be making, without a read of EC2. */
  Optional<RegionResult> inFlight(CopyContext context, CopyTarget target) {
    AccountRegion region = target.accountRegion();
    return queue
        .progress(region, target.desired().uid(), target.sourceId().hash())
        .or(
            () ->
                target
                    .recordedImageId()
                    .filter(_ -> target.hasRecordedSource())
                    .flatMap(id -> queue.progress(region, id)))
        .flatMap(copy -> QueuedCopy.inFlight(target, copy, context.now()));
  }

  /**
   * Whether EC2 was asked for no copy here: the shared scan is recent enough to show that there is
   * none, as reads from before a write of the operator are discarded.
   */
  boolean neverCalled(CopyTarget target) {
    return uncalled.contains(target);
  }

  /**
   * Plans the next step for a region, in which CopyImage waits for its turn.
   *
   * @param plan reads EC2 and plans; not used while a copy without other obstacle has to wait
   */
  RegionPlan plan(
      CopyContext context,
      CopyTarget target,
      Observation.Known<OwnedResources> observed,
      Supplier<RegionPlan> plan) {
    OwnedResources owned = observed.value();
    CopyMatches copies = CopyMatches.of(target, owned);
    report(context, target, copies, observed.observedAt());
    if (copies.isEmpty() && QueuedCopy.mayWaitUnread(target)) {
      RegionPlan unread = QueuedCopy.planUnread(target, owned);
      RegionPlan waiting = unread.createsCopy() ? admitted(context, target, unread, plan) : unread;
      if (!waiting.createsCopy()) {
        return waiting;
      }
    }
    RegionPlan planned = plan.get();
    if (planned.createsCopy()) {
      return admitted(context, target, planned, () -> planned);
    }
    // While something is read the copy keeps its place, which the next would get otherwise.
    if (copies.isEmpty() && !planned.observing()) {
      queue.withdraw(target.accountRegion(), target.desired().uid());
    }
    return planned;
  }

  /**
   * The plan if CopyImage may be called now, else a plan that waits.
   *
   * @param reads what CopyImage depends on: requested ahead if its turn is near
   */
  private RegionPlan admitted(
      CopyContext context, CopyTarget target, RegionPlan planned, Supplier<RegionPlan> reads) {
    CopyRequest request = request(context, target);
    if (!target.hasRecordedSource()) {
      queue.withdrawOthers(request);
    }
    return switch (queue.request(request)) {
      case CopyDecision.Admitted _ -> QueuedCopy.admitted(planned, request.queuedSince());
      case CopyDecision.Waiting waiting -> {
        if (waiting.soon() && target.recordedName().isEmpty()) {
          RequestedRead.of(reads);
        }
        yield QueuedCopy.waiting(target, planned, request, waiting.estimatedEnd(), context.now());
      }
      case CopyDecision.NotReady _ ->
          QueuedCopy.waiting(target, planned, request, Optional.empty(), context.now());
    };
  }

  /** Tells the queue which copies of the region were seen pending, complete or failed. */
  private void report(
      CopyContext context, CopyTarget target, CopyMatches copies, Instant observedAt) {
    AccountRegion region = target.accountRegion();
    copies
        .current()
        .ifPresent(
            image -> {
              if (image.state() == Image.State.PENDING) {
                queue.observedPending(
                    request(context, target, image),
                    image.id(),
                    image.created().orElse(observedAt),
                    observedAt);
              } else {
                finished(region, image, true);
              }
            });
    copies.failed().forEach(image -> finished(region, image, false));
  }

  private void finished(AccountRegion region, Image image, boolean available) {
    if (queue.progress(region, image.id()).isPresent()) {
      queue.finished(region, image.id(), available);
    }
  }

  /** Executes a plan; the queue learns the result of CopyImage. */
  ExecutionResult execute(CopyContext context, CopyTarget target, RegionPlan planned) {
    AccountRegion region = target.accountRegion();
    Plan plan = target.allowed(planned.plan());
    if (!planned.createsCopy() || plan.actions().isEmpty()) {
      return actionExecutor.executePlan(region, target.desired().owner(), plan);
    }
    Optional<ExecutionResult> refused = refusals.latest(target, context.now());
    if (refused.isPresent()) {
      queue.withdraw(region, target.desired().uid());
      return refused.get();
    }
    CopyRequest request = request(context, target);
    uncalled.remove(target);
    try {
      ActionResult result =
          actionExecutor.execute(region, target.desired().owner(), plan.actions());
      result.createdImageId().ifPresent(id -> queue.started(request, id, clock.instant()));
      return new ExecutionResult(result.createdImageId(), true, plan.readyState());
    } catch (Ec2CallException failure) {
      return refused(target, request, failure);
    }
  }

  private ExecutionResult refused(
      CopyTarget target, CopyRequest request, Ec2CallException failure) {
    queue.callFailed(request, failure);
    ExecutionResult result = ExecutionResult.failure(failure);
    refusals.add(target, result, clock.instant());
    if (failure.errorClass() != ErrorClass.QUOTA) {
      return result;
    }
    uncalled.add(target);
    return queue.held(request)
        ? result
        : new ExecutionResult(Optional.empty(), true, QueuedCopy.waiting(target), result.failure());
  }

  private CopyRequest request(CopyContext context, CopyTarget target) {
    return request(context, target, ((ObservedSource.Available) target.source()).image());
  }

  private CopyRequest request(CopyContext context, CopyTarget target, Image image) {
    return QueuedCopy.request(cluster, context, target, image);
  }

  /** Withdraws what a region to clear has requested. */
  void withdraw(CopyContext context, RegionStatus entry) {
    if (context.access().of(RecordedCopy.key(entry)) instanceof Access.Granted(var region, _)) {
      queue.withdraw(region, context.desired().uid());
    }
  }

  /** Drops the requests of a deleted object. */
  void forget(AmiCopy resource) {
    String uid = resource.getMetadata().getUid();
    queue.forget(uid);
    uncalled.forget(uid);
    refusals.forget(uid);
  }

  /** The results with the progress of their copies, where the queue knows it. */
  List<RegionResult> withProgress(CopyContext context, List<RegionResult> results) {
    return results.stream().map(result -> withProgress(context, result)).toList();
  }

  private RegionResult withProgress(CopyContext context, RegionResult result) {
    return context.access().of(result.key()) instanceof Access.Granted(var region, _)
        ? result.withStatus(entry -> withProgress(region, entry))
        : result;
  }

  private RegionStatus withProgress(AccountRegion region, RegionStatus entry) {
    return entry.imageId() == null
        ? entry
        : queue
            .progress(region, entry.imageId())
            .map(copy -> QueuedCopy.withProgress(entry, copy))
            .orElse(entry);
  }
}
