package dev.amioperator.copy;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RestorePlanner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides how a place that has no copy gets one: source, name, quota, announcement, call. Pure.
 *
 * @param replacedImageId the image of this place that failed or vanished
 */
record CreateCopyPlanner(
    CopyTarget target, ObservedCopy observed, Optional<String> replacedImageId) {

  RegionPlan plan() {
    return switch (target.source()) {
      case ObservedSource.Available(var id, Image image) -> plan(image);
      case ObservedSource.Unobserved(var id) -> queued(target.recordedName(), observingSource(id));
      case ObservedSource.Unavailable(var id, ReadyState why) -> queued(target.recordedName(), why);
      case ObservedSource.Unknown(ReadyState why) -> queued(target.recordedName(), why);
    };
  }

  private static ReadyState observingSource(SourceId id) {
    return new ReadyState.Reconciling(
        Reason.Observing, "Reading %s.".formatted(id), Requeue.NEXT_STEP);
  }

  private RegionPlan plan(Image image) {
    String name = CopyName.of(target, image, observed.ownedResources());
    Optional<ReadyState> obstacle = nameTaken(name).or(() -> quotaExceeded(image));
    if (obstacle.isPresent()) {
      return queued(Optional.of(name), obstacle.get());
    }
    ReadyState copying =
        new ReadyState.Reconciling(
            Reason.Copying,
            "Copying %s as \"%s\".%s"
                .formatted(
                    target.sourceId(), name, RestorePlanner.note(observed.recycleBinState())),
            Requeue.NEXT_STEP);
    return isRecorded(name)
        ? queued(
            Optional.of(name),
            new Plan(List.of(IdempotentCopyRequest.of(target, name, replacedImageId)), copying))
        : queued(Optional.of(name), copying);
  }

  /** Whether the status says already that just this copy may be asked for. */
  private boolean isRecorded(String name) {
    return target.recordedName().equals(Optional.of(name))
        && target
            .regionStatus()
            .filter(entry -> Objects.equals(entry.previousImageId(), replacedImageId.orElse(null)))
            .isPresent();
  }

  private Optional<ReadyState> nameTaken(String name) {
    return observed
        .nameHolder()
        .map(holder -> tagsNotVisible(holder) ? awaitingTags(holder) : nameTaken(name, holder));
  }

  /** Whether it is ours, and only the look at what carries our tags lags behind. */
  private boolean tagsNotVisible(Image holder) {
    return target.desired().owner().owns(holder)
        && !MadeAs.contradictedBy(holder, target.accountRegion().region())
        && observed.ownedResources().images().stream().noneMatch(i -> i.id().equals(holder.id()));
  }

  private static ReadyState awaitingTags(Image holder) {
    return new ReadyState.Reconciling(
        Reason.Observing,
        "%s is there; reading its tags.".formatted(holder.id()),
        Requeue.NEXT_STEP);
  }

  private ReadyState nameTaken(String name, Image holder) {
    String whose = holder.tags().getOrDefault(TagKeys.RESOURCE, "no object of this operator");
    return new ReadyState.Stalled(
        Reason.NameTaken,
        ("%s has the name \"%s\" in %s already and belongs to %s. Deregister it, or make a new"
                + " AmiCopy with another imageName.")
            .formatted(holder.id(), name, target.accountRegion().region(), whose));
  }

  private Optional<ReadyState> quotaExceeded(Image image) {
    if (CopyQuota.DEFAULT.allows(observed.pendingSnapshots(), image.snapshotIds().size())) {
      return Optional.empty();
    }
    return Optional.of(
        new ReadyState.Reconciling(
            Reason.QuotaExceeded,
            "Queued: %d snapshots are being copied into %s already."
                .formatted(observed.pendingSnapshots(), target.accountRegion().region()),
            Requeue.COPY_QUOTA_EXCEEDED));
  }

  private RegionPlan queued(Optional<String> name, ReadyState readyState) {
    return queued(name, Plan.withoutActions(readyState));
  }

  private RegionPlan queued(Optional<String> name, Plan plan) {
    return RegionPlan.withMessage(RegionStatusFactory.queued(target, name, replacedImageId), plan);
  }
}
