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
 * Plans the repair of a recorded image that no longer carries the AmiCopy's tags. Pure.
 *
 * @param grace how long an image must be missing before it counts as gone
 */
record MissingCopyPlanner(CopyTarget target, ObservedCopy observed, Duration grace) {

  /** The step before a new copy is created; empty without such an image or such a step. */
  Optional<RegionPlan> plan() {
    return observed.byId().flatMap(image -> plan(target.regionStatus().orElseThrow(), image));
  }

  private Optional<RegionPlan> plan(RegionStatus entry, Presence<Image> presence) {
    return switch (ImagePresence.of(presence, observed.observedAt(), grace)) {
      case ImagePresence.Present(Image image) when lostTags(image) ->
          Optional.of(new RegionPlan(entry, restoreTags(image)));
      case ImagePresence.Present(Image image) when target.desired().owner().owns(image) ->
          Optional.of(recheck(entry));
      case ImagePresence.Present foreign -> planGone(entry);
      case ImagePresence.NotFound notFound -> Optional.of(recheck(entry));
      case ImagePresence.Gone gone -> planGone(entry);
    };
  }

  /**
   * Whether an untagged image is the recorded copy of the same source, in the same account. The
   * recorded id alone does not prove it, for it can be edited: the image also has a name that this
   * object's copy may have, and that the AwsAccount allows.
   */
  private boolean lostTags(Image image) {
    return !TagKeys.managed(image.tags())
        && image.ownerId().equals(target.accountRegion().accountId())
        && target.hasRecordedSource()
        && CopyName.isPossible(target, image.name())
        && nameAllowed(image.name());
  }

  private boolean nameAllowed(String name) {
    return target.source() instanceof ObservedSource.Available(_, Image source)
        ? new CreateCopyPlanner(target, observed, Optional.empty()).refusal(source, name).isEmpty()
        : target.allowlist().imageNameRefusal(name, target.desired().owner()).isEmpty();
  }

  /** Of a source that is gone the plain name is unknown, and no other copy can be made. */
  private boolean mayRestore(String name) {
    boolean possible =
        !(target.source() instanceof ObservedSource.Available) || CopyName.isPossible(target, name);
    return possible
        && target.allowlist().imageNameRefusal(name, target.desired().owner()).isEmpty();
  }

  private Plan restoreTags(Image image) {
    return new Plan(
        List.of(
            new TagAction.CreateTags(List.of(image.id()), target.attributes(image.name()).tags())),
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Restoring the lost ownership tags of %s.".formatted(image.id()),
            Requeue.NEXT_STEP));
  }

  private static RegionPlan recheck(RegionStatus entry) {
    return new RegionPlan(
        entry,
        Plan.withoutActions(
            new ReadyState.Reconciling(
                Reason.Observing,
                "%s was not found with its tags; rechecking before acting."
                    .formatted(entry.imageId()),
                Requeue.COPY_PENDING)));
  }

  private Optional<RegionPlan> planGone(RegionStatus entry) {
    List<AwsAction> deletions =
        FailedCopyCleanup.deleteLeftoverSnapshots(entry, target, observed.ownedResources());
    return deletions.isEmpty()
        ? planRestore(entry)
        : Optional.of(new RegionPlan(entry, FailedCopyCleanup.plan(deletions, entry.imageId())));
  }

  /** Restores the copy from the Recycle Bin, unless another image has taken its name. */
  private Optional<RegionPlan> planRestore(RegionStatus entry) {
    boolean nameTaken =
        observed
            .nameHolder()
            .filter(holder -> holder.name().equals(entry.imageName()))
            .filter(holder -> !holder.id().equals(entry.imageId()))
            .isPresent();
    return RestorePlanner.plan(
            entry.imageId(),
            observed.recycleBinState(),
            this::mayRestore,
            observed.observedAt(),
            grace)
        .filter(plan -> plan.actions().isEmpty() || !nameTaken)
        .map(plan -> new RegionPlan(RegionStatusFactory.gone(entry), plan));
  }
}
