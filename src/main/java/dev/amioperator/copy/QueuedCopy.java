package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.attributes.ObservedSharing;
import dev.amioperator.copy.queue.CopyProgress;
import dev.amioperator.copy.queue.CopyRequest;
import dev.amioperator.copy.queue.EstimatedEnd;
import dev.amioperator.copy.queue.QueuedObject;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RecycleBinState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans and status entries of image copies that wait in the queue, or are in flight. Pure. */
final class QueuedCopy {
  /** An object that is decided on this soon after its creation waits since its creation. */
  private static final Duration FIRST_DECISION = Duration.ofMinutes(2);

  private QueuedCopy() {}

  /** The result for a copy in flight; empty for a copy that the status records otherwise. */
  static Optional<RegionResult> inFlight(CopyTarget target, CopyProgress copy, Instant now) {
    return target
        .regionStatus()
        .filter(entry -> entry.imageId() == null || entry.imageId().equals(copy.imageId()))
        .map(
            entry ->
                RegionResult.forDesired(
                    target.destination(),
                    Optional.of(inFlightEntry(entry, target, copy, now)),
                    copying(target, copy.imageId())));
  }

  private static RegionStatus inFlightEntry(
      RegionStatus recorded, CopyTarget target, CopyProgress copy, Instant now) {
    boolean known = pending(recorded);
    RegionStatus entry =
        known
            ? recorded
            : RegionStatusFactory.withMessage(
                RegionStatusFactory.created(recorded, copy.imageId()),
                copying(target, copy.imageId()));
    return RegionStatusFactory.withLate(
        AmiCopyStatusRegionStatusBuilder.builder(entry)
            .estimatedEnd(estimatedEnd(known ? recorded : null, copy.estimatedEnd(), now))
            .build(),
        Boolean.TRUE.equals(entry.late()) || late(target, copy, now));
  }

  /** Whether a time-based copy takes longer than requested; its end may be noticed a bit late. */
  private static boolean late(CopyTarget target, CopyProgress copy, Instant now) {
    return target
        .destination()
        .completeWithin()
        .flatMap(within -> copy.estimatedEnd().map(end -> end.plus(within.dividedBy(10))))
        .filter(end -> end.isBefore(now))
        .isPresent();
  }

  private static boolean pending(RegionStatus entry) {
    return entry.imageId() != null && Image.State.PENDING.value().equals(entry.state());
  }

  private static ReadyState copying(CopyTarget target, String imageId) {
    return new ReadyState.Reconciling(
        Reason.Copying,
        "EC2 is copying %s to %s.".formatted(target.sourceId().imageId(), imageId),
        Requeue.COPY_QUEUED);
  }

  /** The entry of a copy in flight with the progress that the queue knows. */
  static RegionStatus withProgress(RegionStatus entry, CopyProgress copy) {
    return pending(entry)
        ? AmiCopyStatusRegionStatusBuilder.builder(entry)
            .progress(copy.percent().orElse(entry.progress()))
            .build()
        : entry;
  }

  /**
   * Whether a copy may wait before its region is read: not if the status has the message of an
   * obstacle that only a read can show, nor with a key that has to be read first.
   */
  static boolean mayWaitUnread(CopyTarget target) {
    return target.source() instanceof ObservedSource.Available
        && target.destination().kmsKey().isEmpty()
        && target
            .regionStatus()
            .filter(
                entry ->
                    entry.imageId() != null
                        || entry.message() != null && entry.queuedSince() == null)
            .isEmpty();
  }

  /** The plan for a region without a copy, before it is read whether the name is free. */
  static RegionPlan planUnread(CopyTarget target, OwnedResources owned) {
    ObservedCopy unread =
        new ObservedCopy(
            owned,
            Optional.empty(),
            Optional.empty(),
            ObservedSharing.NOT_OBSERVED,
            Instant.EPOCH,
            new RecycleBinState.NotObserved(),
            Map.of(),
            Optional.empty(),
            new ObservedKey.NotRead(),
            Optional.empty(),
            List.of());
    return new CreateCopyPlanner(
            target, unread, target.regionStatus().map(RegionStatus::previousImageId))
        .plan();
  }

  /** The request of a copy, with the size of its source, or of the copy itself. */
  static CopyRequest request(
      ClusterId cluster, CopyContext context, CopyTarget target, Image image) {
    AmiCopy resource = context.statusFactory().resource();
    return new CopyRequest(
        target.accountRegion(),
        QueuedObject.of(cluster, resource),
        target.sourceId().hash(),
        queuedSince(target, resource, context.now()),
        Math.max(1, image.snapshotIds().size()),
        image.blockDevices().stream().mapToLong(Image.BlockDevice::sizeGib).sum(),
        target.destination().completeWithin(),
        context.copyQuota(target.accountRegion().account()));
  }

  /** Since when a copy waits: as recorded, else since the creation of a new object. */
  static Instant queuedSince(CopyTarget target, AmiCopy resource, Instant now) {
    Instant created = Instant.parse(resource.getMetadata().getCreationTimestamp());
    boolean fresh =
        Long.valueOf(1).equals(resource.getMetadata().getGeneration())
            && created.plus(FIRST_DECISION).isAfter(now)
            && target.regionStatus().map(RegionStatus::previousImageId).isEmpty();
    return target
        .regionStatus()
        .map(RegionStatus::queuedSince)
        .map(Instant::parse)
        .orElse(fresh ? created : now.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The plan of an admitted copy, whose entry keeps its place until EC2 accepted the call. */
  static RegionPlan admitted(RegionPlan planned, Instant queuedSince) {
    return new RegionPlan(
        AmiCopyStatusRegionStatusBuilder.builder(planned.regionStatus())
            .queuedSince(queuedSince.toString())
            .build(),
        planned.plan(),
        true);
  }

  /** The plan of a copy without a turn. Only what EC2 was asked for before stays requested. */
  static RegionPlan waiting(
      CopyTarget target,
      RegionPlan planned,
      CopyRequest request,
      Optional<Instant> estimatedEnd,
      Instant now) {
    Optional<RegionStatus> recorded = target.regionStatus();
    RegionStatus entry =
        AmiCopyStatusRegionStatusBuilder.builder(
                RegionStatusFactory.queued(
                    target,
                    target.recordedName(),
                    Optional.ofNullable(planned.regionStatus().previousImageId())))
            .queuedSince(request.queuedSince().toString())
            .estimatedEnd(
                estimatedEnd(
                    recorded.filter(e -> e.queuedSince() != null).orElse(null), estimatedEnd, now))
            .build();
    return new RegionPlan(entry, Plan.withoutActions(waiting(target)));
  }

  /** The ready state of a copy without a turn; the queue wakes its object. */
  static ReadyState waiting(CopyTarget target) {
    return new ReadyState.Reconciling(
        Reason.Copying,
        "Queued: EC2 is making as many copies in %s as its quota allows."
            .formatted(target.accountRegion().region()),
        Requeue.COPY_QUEUED);
  }

  private static String estimatedEnd(
      RegionStatus recorded, Optional<Instant> estimated, Instant now) {
    return EstimatedEnd.rewrite(
            Optional.ofNullable(recorded).map(RegionStatus::estimatedEnd).map(Instant::parse),
            estimated.map(end -> end.truncatedTo(ChronoUnit.SECONDS)),
            now)
        .map(Instant::toString)
        .orElse(null);
  }
}
