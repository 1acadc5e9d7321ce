package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.OwnerDescription;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.recyclebin.RestorePlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plans for an AmiImage without an image in EC2: create, restore, or explain why not. Pure. */
record MissingImagePlanner(
    DesiredImage desired,
    RecordedImage recorded,
    ObservedImage observed,
    CurrentImage currentImage,
    Allowlist allowlist,
    String accountId,
    Duration grace,
    Instant now) {

  /** The plan when there was no image, or a failed image was deleted. */
  Plan planNeverCreated() {
    return new FailedImageCleanup(desired, recorded, observed)
        .beforeRetry()
        .orElseGet(() -> create(""));
  }

  /** The plan when the image was deregistered outside the operator. */
  Plan planGone(String imageId) {
    return planRestore(imageId).orElseGet(() -> planNotRestorable(imageId));
  }

  /** The image is restored from the Recycle Bin unless another image has its name. */
  private Optional<Plan> planRestore(String imageId) {
    Optional<Image> holder = observed.nameHolder().filter(image -> !image.id().equals(imageId));
    return RestorePlanner.plan(
            imageId,
            observed.recycleBinState(),
            // An adopted image has a name that others gave it.
            name -> desired.nameToCreate().map(name::equals).orElse(true),
            observed.observedAt(),
            grace)
        .map(
            plan ->
                plan.actions().isEmpty() || holder.isEmpty()
                    ? plan
                    : stalled(
                        Reason.NameTaken,
                        ("%s is in the Recycle Bin and cannot be restored while %s has its name"
                                + " \"%s\", which %s. Create a new AmiImage with another imageName,"
                                + " and delete this object; once the name is free, the operator"
                                + " restores %s.")
                            .formatted(
                                imageId,
                                holder.get().id(),
                                holder.get().name(),
                                OwnerDescription.of(holder.get(), desired.owner()),
                                imageId)));
  }

  private Plan planNotRestorable(String imageId) {
    if (desired.source().usesLookup()) {
      return planLookupImageGone(imageId);
    }
    String note = RestorePlanner.note(observed.recycleBinState());
    if (!desired.source().createsImage()) {
      return stalled(
          Reason.SourceNotFound,
          ("%s does not exist in this region, or is not shared with account %s%s. Create a new"
                  + " AmiImage with the right id.%s")
              .formatted(imageId, accountId, observed.source().absenceNote(), note));
    }
    return recorded.mayRecreate(desired)
        ? create(note)
        : stalled(
            Reason.ImageGone,
            ("%s was deregistered outside the operator. %s may have changed since, and a new image"
                    + " would differ: annotate this object amioperator.dev/recreate=%s to create"
                    + " it anyway.%s%s")
                .formatted(
                    imageId,
                    desired.source().contentDescription(),
                    imageId,
                    imageWithItsTags(),
                    note));
  }

  /** A sentence on an image that took name and tags of the lost image. */
  private String imageWithItsTags() {
    return observed
        .nameHolder()
        .filter(this::owned)
        .map(
            image ->
                (" %s has its name and tags, as if restored from S3; with that annotation it becomes"
                        + " this object's image.")
                    .formatted(image.id()))
        .orElse("");
  }

  private Plan planLookupImageGone(String imageId) {
    String other =
        observed
            .resolvedImage()
            .flatMap(ResolvedImage::image)
            .map(Image::id)
            .map("%s was found instead"::formatted)
            .orElse("no other image was found");
    return stalled(
        Reason.ImageGone,
        ("%s, which was found before, is gone%s; %s. Set source.existing.follow: true to follow what"
                + " is found, or create a new AmiImage with another lookup.")
            .formatted(imageId, observed.source().absenceNote(), other));
  }

  /**
   * Creates the image if its name is free.
   *
   * @param note about the Recycle Bin, for the message; may be empty
   */
  private Plan create(String note) {
    Optional<Image> holder = observed.nameHolder();
    Optional<ReadyState> refusal =
        holder.filter(this::owned).isPresent() ? Optional.empty() : refusal();
    if (refusal.isPresent()) {
      return Plan.withoutActions(refusal.get());
    }
    if (holder.isPresent() && !owned(holder.get())) {
      return nameTaken(holder.get());
    }
    if (desired.source().build().isPresent() && holder.isEmpty()) {
      return BuildPlanner.next(desired, recorded, observed, currentImage, now);
    }
    Optional<ReadyState> obstacle =
        holder.isPresent()
            ? Optional.empty()
            : desired.source().creationObstacle(observed.source(), observed.observedAt(), grace);
    if (obstacle.isPresent()) {
      return Plan.withoutActions(obstacle.get());
    }
    ReadyState creating =
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Creating an image named \"%s\".%s".formatted(desired.imageName(), note),
            Requeue.NEXT_STEP);
    return recorded.announces(desired) && holder.isEmpty()
        ? new Plan(desired.source().createAction(desired).stream().toList(), creating)
        : Plan.withoutActions(creating);
  }

  /** A build is checked before its launch, and completed even if the AwsAccount narrows then. */
  private Optional<ReadyState> refusal() {
    return desired.source().build().isPresent()
        ? Optional.empty()
        : allowlist
            .imageNameRefusal(desired.imageName(), desired.owner())
            .or(
                () ->
                    desired
                        .source()
                        .refusal(
                            allowlist.sources(),
                            desired.namespaceResources(allowlist.account()),
                            observed.source()));
  }

  private Plan nameTaken(Image holder) {
    return stalled(
        Reason.NameTaken,
        ("%s already has the name \"%s\", and %s. Create a new AmiImage with another imageName, or"
                + " with source.existing for %s, and delete this object.")
            .formatted(
                holder.id(),
                desired.imageName(),
                OwnerDescription.of(holder, desired.owner()),
                holder.id()));
  }

  private boolean owned(Image holder) {
    return desired.owner().owns(holder) && !MadeAsTag.contradictedBy(holder, desired.region());
  }

  private Plan stalled(Reason reason, String message) {
    return BuildPlanner.stalled(observed, reason, message);
  }
}
