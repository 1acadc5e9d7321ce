package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.OwnerDescription;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.List;
import java.util.Optional;

/** Plans for images without the object's tags: adopted, or only observed. Pure. */
final class ExistingImagePlanner {

  private ExistingImagePlanner() {}

  /** The plan for the image whose id the spec or status names, when no image has the tags. */
  static Plan planUntagged(
      DesiredImage desired,
      RecordedImage recorded,
      Image image,
      String accountId,
      Allowlist allowlist) {
    if (desired.source().observesOnly()) {
      return planObserved(desired, image, Optional.empty(), allowlist);
    }
    if (desired.owner().owns(image)) {
      return Plan.withoutActions(
          new ReadyState.Reconciling(
              Reason.Observing,
              "%s exists; EC2 does not list it by its tags yet.".formatted(image.id()),
              Requeue.IMAGE_PENDING));
    }
    return ownershipConflict(desired, recorded, image, accountId)
        .or(() -> nameConflict(desired, image, allowlist))
        .or(() -> adoptionRefusal(desired, image, allowlist))
        .orElseGet(
            () ->
                image.state().failed() ? failed(image, "") : tagAsOwned(desired, recorded, image));
  }

  /**
   * An image that lost its tags is known by its name, which is unique in the account and region: a
   * status can name any image, as after an edit or a restore of another cluster's backup.
   */
  private static Optional<Plan> nameConflict(
      DesiredImage desired, Image image, Allowlist allowlist) {
    if (!desired.source().createsImage()) {
      return Optional.empty();
    }
    return image.name().equals(desired.imageName())
        ? allowlist.imageNameRefusal(desired.imageName(), desired.owner()).map(Plan::withoutActions)
        : Optional.of(
            stalled(
                Reason.NotOwned,
                ("status.imageId is %s, which has neither this object's tags nor the name \"%s\", so"
                        + " this object did not create it, and leaves it as it is. Remove imageId from"
                        + " the status (kubectl edit --subresource=status); or set deletionPolicy:"
                        + " Retain, delete this object, and create a new AmiImage.")
                    .formatted(image.id(), desired.imageName())));
  }

  /** An adopted image that lost its tags is adopted again only if that is still allowed. */
  private static Optional<Plan> adoptionRefusal(
      DesiredImage desired, Image image, Allowlist allowlist) {
    return desired.source().adopts()
        ? allowlist.sources().adoptionRefusal(image).map(Plan::withoutActions)
        : Optional.empty();
  }

  /** The plan for an image that is only observed, if the AwsAccount allows that. */
  static Plan planObserved(
      DesiredImage desired, Image image, Optional<Image> newer, Allowlist allowlist) {
    return observationRefusal(desired, image, allowlist)
        .map(Plan::withoutActions)
        .orElseGet(() -> planPinned(image, newer));
  }

  /** Why the AwsAccount does not allow to observe an image, if so. */
  static Optional<ReadyState> observationRefusal(
      DesiredImage desired, Image image, Allowlist allowlist) {
    NamespaceResources claim = desired.namespaceResources(allowlist.account());
    return desired
        .source()
        .lookupField()
        .map(field -> allowlist.sources().foundImageRefusal(field, image, claim))
        .orElseGet(() -> allowlist.sources().imageRefusal(image, claim));
  }

  private static Optional<Plan> ownershipConflict(
      DesiredImage desired, RecordedImage recorded, Image image, String accountId) {
    boolean wasIts = recorded.imageId().equals(Optional.of(image.id()));
    if (desired.owner().belongsToOther(image) || (TagKeys.managed(image.tags()) && !wasIts)) {
      return Optional.of(
          stalled(
              Reason.NotOwned,
              ("%s %s, and only one object can manage an image. Create a new AmiImage with"
                      + " source.existing.management: Observe, and delete this object.")
                  .formatted(image.id(), OwnerDescription.of(image, desired.owner()))));
    }
    return image.ownerId().equals(accountId)
        ? Optional.empty()
        : Optional.of(
            stalled(
                Reason.NotOwned,
                ("%s belongs to account %s; only images of account %s can be adopted. Create a new"
                        + " AmiImage with source.existing.management: Observe, and delete this"
                        + " object.")
                    .formatted(image.id(), image.ownerId(), accountId)));
  }

  private static Plan tagAsOwned(DesiredImage desired, RecordedImage recorded, Image image) {
    Optional<ReadyState> tooManyTags =
        desired.tagLimit(image, recorded.managedTagKeys()).obstacle(image, List.of());
    if (tooManyTags.isPresent()) {
      return Plan.withoutActions(tooManyTags.get());
    }
    ReadyState tagging =
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Tagging %s as owned by this object.".formatted(image.id()),
            Requeue.NEXT_STEP);
    return recorded.announces(desired)
        ? new Plan(
            List.of(
                new TagAction.CreateTags(List.of(image.id()), desired.attributesOf(image).tags())),
            tagging)
        : Plan.withoutActions(tagging);
  }

  /** The plan for an observed image, and another image that the lookup finds now. */
  private static Plan planPinned(Image image, Optional<Image> newer) {
    String note =
        newer
            .map(Image::id)
            .map(
                " Another image was found: %s. Set source.existing.follow: true to follow it."
                    ::formatted)
            .orElse("");
    return switch (image.state()) {
      case AVAILABLE ->
          Plan.withoutActions(
              new ReadyState.Ready(
                  newer.isPresent() ? Reason.NewerAvailable : Reason.Available,
                  "%s is available; it is only observed.%s".formatted(image.id(), note)));
      case PENDING, TRANSIENT, UNKNOWN ->
          Plan.withoutActions(
              new ReadyState.Reconciling(
                  Reason.ImagePending,
                  "%s is %s.%s".formatted(image.id(), image.state().value(), note),
                  Requeue.IMAGE_PENDING));
      case DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> failed(image, note);
    };
  }

  /** The plan for an unusable image that others created: it is never deleted. */
  static Plan failed(Image image, String note) {
    return stalled(
        Reason.ImageFailed,
        "%s cannot be used: %s. Create a new AmiImage of another image, and delete this object.%s"
            .formatted(image.id(), image.stateMessage(), note));
  }

  private static Plan stalled(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Stalled(reason, message));
  }
}
