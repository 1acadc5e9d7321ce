package dev.amioperator.image;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.util.List;
import java.util.Optional;

/** Plans for images that do not carry the object's tags: taken over, or only looked at. Pure. */
final class ExistingImagePlanner {

  private ExistingImagePlanner() {}

  /** Nothing carries our tags, and this is the image with the id that the object names. */
  static Plan planUntagged(
      DesiredImage desired, RecordedImage recorded, Image image, String accountId) {
    if (desired.source().observesOnly()) {
      return observe(image);
    }
    if (desired.owner().owns(image)) {
      return Plan.withoutActions(
          new ReadyState.Reconciling(
              Reason.Observing,
              "%s is there; EC2 does not list it by its tags yet.".formatted(image.id()),
              Requeue.IMAGE_PENDING));
    }
    return ownershipConflict(desired, recorded, image, accountId)
        .orElseGet(
            () -> image.state().failed() ? failed(image) : tagAsOwned(desired, recorded, image));
  }

  private static Optional<Plan> ownershipConflict(
      DesiredImage desired, RecordedImage recorded, Image image, String accountId) {
    boolean wasIts = recorded.imageId().equals(Optional.of(image.id()));
    if (desired.owner().belongsToOther(image) || (TagKeys.managed(image.tags()) && !wasIts)) {
      return Optional.of(
          stalled(
              Reason.NotOwned,
              "%s belongs to %s of cluster %s. Have that object let go of it, or only observe it."
                  .formatted(
                      image.id(),
                      image.tags().getOrDefault(TagKeys.RESOURCE, "an object"),
                      image.tags().getOrDefault(TagKeys.CLUSTER, "unknown"))));
    }
    return image.ownerId().equals(accountId)
        ? Optional.empty()
        : Optional.of(
            stalled(
                Reason.NotOwned,
                ("%s belongs to account %s; only images of account %s can be adopted. Use"
                        + " management: Observe.")
                    .formatted(image.id(), image.ownerId(), accountId)));
  }

  private static Plan tagAsOwned(DesiredImage desired, RecordedImage recorded, Image image) {
    ReadyState tagging =
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Tagging %s as this object's.".formatted(image.id()),
            Requeue.NEXT_STEP);
    return recorded.announces(desired)
        ? new Plan(
            List.of(
                new TagAction.CreateTags(List.of(image.id()), desired.attributesOf(image).tags())),
            tagging)
        : Plan.withoutActions(tagging);
  }

  /** The image that was found, and another that is found now. */
  static Plan planPinned(Image image, Optional<Image> newer) {
    Plan plan = observe(image);
    if (newer.isEmpty()) {
      return plan;
    }
    String message =
        "%s Another image is found now: %s. Set source.existing.follow: true to take it."
            .formatted(plan.readyState().message(), newer.get().id());
    return Plan.withoutActions(
        switch (plan.readyState()) {
          case ReadyState.Ready ready -> new ReadyState.Ready(Reason.NewerAvailable, message);
          case ReadyState.Reconciling(var reason, var said, var again) ->
              new ReadyState.Reconciling(reason, message, again);
          case ReadyState.Blocked(var reason, var said, var again) ->
              new ReadyState.Blocked(reason, message, again);
          case ReadyState.Stalled(var reason, var said) -> new ReadyState.Stalled(reason, message);
        });
  }

  private static Plan observe(Image image) {
    return switch (image.state()) {
      case AVAILABLE ->
          Plan.withoutActions(
              new ReadyState.Ready(
                  Reason.Available, "%s is available; it is only observed.".formatted(image.id())));
      case PENDING, TRANSIENT, UNKNOWN ->
          Plan.withoutActions(
              new ReadyState.Reconciling(
                  Reason.ImagePending,
                  "%s is %s.".formatted(image.id(), image.state().value()),
                  Requeue.IMAGE_PENDING));
      case DISABLED, FAILED, ERROR, INVALID, DEREGISTERED -> failed(image);
    };
  }

  /** An image that others made is never cleared away, whatever became of it. */
  static Plan failed(Image image) {
    return stalled(
        Reason.ImageFailed, "%s is of no use: %s.".formatted(image.id(), image.stateMessage()));
  }

  private static Plan stalled(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Stalled(reason, message));
  }
}
