package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAs;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RestorePlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans while no image stands: it is made, brought back, or it is said why not. Pure. */
record MissingImagePlanner(
    DesiredImage desired,
    RecordedImage recorded,
    ObservedImage observed,
    CurrentImage currentImage,
    String accountId,
    Instant now) {

  /** There was none, or one that failed. */
  Plan planNeverCreated() {
    return FailedImageCleanup.beforeRetry(desired, recorded, observed).orElseGet(() -> create(""));
  }

  /** There was one, and others deregistered it. */
  Plan planGone(String imageId, Duration grace) {
    return planRestore(imageId, grace).orElseGet(() -> planNotRestorable(imageId));
  }

  /** An image of ours comes back from the Recycle Bin, unless somebody else took its name. */
  private Optional<Plan> planRestore(String imageId, Duration grace) {
    Optional<Image> holder = observed.nameHolder().filter(image -> !image.id().equals(imageId));
    return RestorePlanner.plan(imageId, observed.recycleBinState(), observed.observedAt(), grace)
        .map(
            plan ->
                plan.actions().isEmpty() || holder.isEmpty()
                    ? plan
                    : BuildPlanner.stalled(
                        observed,
                        Reason.NameTaken,
                        ("%s lies in the Recycle Bin and cannot be restored while %s has its name"
                                + " \"%s\". Deregister that one.")
                            .formatted(imageId, holder.get().id(), holder.get().name())));
  }

  private Plan planNotRestorable(String imageId) {
    if (desired.source().usesLookup()) {
      return planLookupImageGone(imageId);
    }
    if (!desired.source().createsImage()) {
      return BuildPlanner.stalled(
          observed,
          Reason.SourceNotFound,
          ("%s does not exist in this region, or is not shared with account %s. Make a new AmiImage"
                  + " with the right id.%s")
              .formatted(imageId, accountId, recycleBinNote()));
    }
    boolean again =
        desired.source().recreatable()
            || recorded.recreateId().equals(Optional.of(imageId))
            || recorded.rebuilding();
    return again ? create(recycleBinNote()) : refuseRecreation(imageId);
  }

  private Plan planLookupImageGone(String imageId) {
    String instead =
        observed
            .resolvedImage()
            .flatMap(ResolvedImage::image)
            .map(
                image ->
                    "%s is found now: set source.existing.follow: true to take it."
                        .formatted(image.id()))
            .orElse("Nothing else is found.");
    return BuildPlanner.stalled(
        observed,
        Reason.ImageGone,
        "%s, which was found before, is gone. %s".formatted(imageId, instead));
  }

  private Plan refuseRecreation(String imageId) {
    return BuildPlanner.stalled(
        observed,
        Reason.ImageGone,
        ("%s was deregistered behind our back. %s may have changed since, and another image would"
                + " hold other bytes: annotate this object amioperator.dev/recreate=%s to make it"
                + " all the same.%s")
            .formatted(imageId, desired.source().contentDescription(), imageId, recycleBinNote()));
  }

  /** What has to be said of the Recycle Bin; may be empty. */
  private String recycleBinNote() {
    return RestorePlanner.note(observed.recycleBinState());
  }

  private boolean owned(Image holder) {
    return desired.owner().owns(holder) && !MadeAs.contradictedBy(holder, desired.region());
  }

  /**
   * @param note what a person has to know besides
   */
  private Plan create(String note) {
    Optional<Image> holder = observed.nameHolder();
    if (holder.isPresent() && !owned(holder.get())) {
      return BuildPlanner.stalled(
          observed,
          Reason.NameTaken,
          "%s has the name \"%s\" already and is not this object's. Deregister it, or make a new AmiImage: with another imageName, or one that adopts it (source.existing)."
              .formatted(holder.get().id(), desired.imageName()));
    }
    if (desired.source().build().isPresent() && holder.isEmpty()) {
      return BuildPlanner.next(desired, recorded, observed, currentImage, now);
    }
    ReadyState making =
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Making an image named \"%s\".%s".formatted(desired.imageName(), note),
            Requeue.NEXT_STEP);
    return recorded.announces(desired) && holder.isEmpty()
        ? new Plan(desired.source().createAction(desired).stream().toList(), making)
        : Plan.withoutActions(making);
  }
}
