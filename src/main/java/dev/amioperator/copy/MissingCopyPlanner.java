package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.observer.ImagePresence;
import dev.amioperator.observer.Presence;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RestorePlanner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the image that the status names and that does not carry our tags any more. Pure.
 *
 * @param grace how long an image has to be missed before it counts as gone
 */
record MissingCopyPlanner(CopyTarget target, ObservedCopy observed, Duration grace) {

  /** What to do before a new copy is made; empty when there is nothing, or no such image. */
  Optional<RegionPlan> plan() {
    return observed.byId().flatMap(known -> plan(target.regionStatus().orElseThrow(), known));
  }

  private Optional<RegionPlan> plan(RegionStatus entry, Presence<Image> known) {
    return switch (ImagePresence.of(known, observed.observedAt(), grace)) {
      case ImagePresence.Present(Image image) when lostTags(image) ->
          Optional.of(RegionPlan.withMessage(entry, restoreTags(image)));
      case ImagePresence.Present(Image image) when target.desired().owner().owns(image) ->
          Optional.of(recheck(entry));
      case ImagePresence.Present anothers -> planGone(entry);
      case ImagePresence.NotFound notFound -> Optional.of(recheck(entry));
      case ImagePresence.Gone gone -> planGone(entry);
    };
  }

  /** Ours by the status, of the same source still, and nobody else's. */
  private boolean lostTags(Image image) {
    return !TagKeys.managed(image.tags())
        && image.ownerId().equals(target.accountRegion().accountId())
        && target.hasRecordedSource();
  }

  private Plan restoreTags(Image image) {
    return new Plan(
        List.of(
            new TagAction.CreateTags(List.of(image.id()), target.attributes(image.name()).tags())),
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Tagging %s as this object's.".formatted(image.id()),
            Requeue.NEXT_STEP));
  }

  private static RegionPlan recheck(RegionStatus entry) {
    return RegionPlan.withMessage(
        entry,
        Plan.withoutActions(
            new ReadyState.Reconciling(
                Reason.Observing,
                "%s is not seen; making sure before anything is concluded."
                    .formatted(entry.imageId()),
                Requeue.COPY_PENDING)));
  }

  private Optional<RegionPlan> planGone(RegionStatus entry) {
    List<AwsAction> leftOver =
        FailedCopyCleanup.deleteLeftoverSnapshots(entry, target, observed.ownedResources());
    return leftOver.isEmpty()
        ? planRestore(entry)
        : Optional.of(
            RegionPlan.withMessage(entry, FailedCopyCleanup.plan(leftOver, entry.imageId())));
  }

  /** A copy comes back from the Recycle Bin, unless somebody else took its name. */
  private Optional<RegionPlan> planRestore(RegionStatus entry) {
    boolean taken =
        observed
            .nameHolder()
            .filter(holder -> holder.name().equals(entry.imageName()))
            .filter(holder -> !holder.id().equals(entry.imageId()))
            .isPresent();
    return RestorePlanner.plan(
            entry.imageId(), observed.recycleBinState(), observed.observedAt(), grace)
        .filter(plan -> plan.actions().isEmpty() || !taken)
        .map(plan -> RegionPlan.withMessage(RegionStatusFactory.gone(entry), plan));
  }
}
