package dev.amioperator.image;

import dev.amioperator.account.Allowlist;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.attributes.TagLimit;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the EC2 calls that bring an AmiImage to its spec. Pure.
 *
 * @param allowlist of the AwsAccount
 * @param accountId the account of the image
 * @param grace how long an image must be missing before it counts as gone
 */
record ImagePlanner(
    DesiredImage desired,
    RecordedImage recorded,
    ObservedImage observed,
    CurrentImage currentImage,
    Allowlist allowlist,
    String accountId,
    Duration grace,
    Instant now) {

  /** The plan; without actions once EC2 matches the spec. */
  Plan plan() {
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, List<Image> others) -> converge(image, others);
      case CurrentImage.Failed(Image image) ->
          desired.source().createsImage()
              ? new FailedImageCleanup(desired, recorded, observed).plan(image, now)
              : ExistingImagePlanner.failed(image, "");
      case CurrentImage.SourceMismatch(Image image) -> planSourceMismatch(image);
      case CurrentImage.Untagged(Image image) ->
          ExistingImagePlanner.planUntagged(desired, recorded, image, accountId, allowlist);
      case CurrentImage.Pinned(Image image, Optional<Image> newer) ->
          ExistingImagePlanner.planObserved(desired, image, newer, allowlist);
      case CurrentImage.Unresolved(String why) ->
          stalled(
              Reason.SourceNotFound,
              ("source.existing: no image found: %s. Rechecked every few minutes; another lookup or"
                      + " ssmParameter needs a new AmiImage.")
                  .formatted(why));
      case CurrentImage.NotVisible(String imageId) ->
          reconciling(
              Reason.Observing,
              "%s was not found; rechecking before acting.".formatted(imageId),
              Requeue.IMAGE_PENDING);
      case CurrentImage.Gone(String imageId) -> missing().planGone(imageId);
      case CurrentImage.None _ -> missing().planNeverCreated();
    };
  }

  private Plan planSourceMismatch(Image image) {
    return stalled(
        Reason.SourceMismatch,
        ("%s has the tags of this object, but was created from another source. Create a new AmiImage"
                + " with another name and imageName. Before you delete this object, set its"
                + " deletionPolicy: Retain to keep %s.")
            .formatted(image.id(), image.id()));
  }

  private MissingImagePlanner missing() {
    return new MissingImagePlanner(
        desired, recorded, observed, currentImage, allowlist, accountId, grace, now);
  }

  private Plan converge(Image image, List<Image> others) {
    return switch (image.state()) {
      case PENDING, TRANSIENT, UNKNOWN ->
          reconciling(
              Reason.ImagePending,
              "EC2 is creating %s (%s).".formatted(image.id(), image.state().value()),
              Requeue.IMAGE_PENDING);
      case AVAILABLE, DISABLED -> planAttributes(image, others);
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          throw new IllegalStateException("not a live image: " + image);
    };
  }

  private Plan planAttributes(Image image, List<Image> others) {
    TagLimit limit = desired.tagLimit(image, recorded.managedTagKeys());
    List<AwsAction> actions =
        limit.permitted(attributeActions(image), image, observed.snapshotsOf(image));
    if (!actions.isEmpty()) {
      return new Plan(
          actions,
          new ReadyState.Reconciling(
              Reason.Progressing,
              "Applying the spec to %s.".formatted(image.id()),
              Requeue.NEXT_STEP));
    }
    Optional<Plan> terminating = observed.build().flatMap(BuildPlanner::terminating);
    if (terminating.isPresent()) {
      return terminating.get();
    }
    Optional<ReadyState> tooManyTags = limit.obstacle(image, observed.snapshotsOf(image));
    if (tooManyTags.isPresent()) {
      return Plan.withoutActions(tooManyTags.get());
    }
    Optional<ReadyState> notAllowed = takeOverRefusal(image);
    if (notAllowed.isPresent()) {
      return Plan.withoutActions(notAllowed.get());
    }
    return image.state() == Image.State.DISABLED
        ? planDisabled(image)
        : Plan.withoutActions(obstacle(image).orElseGet(() -> available(image, others)));
  }

  private List<AwsAction> attributeActions(Image image) {
    List<AwsAction> actions = new ArrayList<>(tagTakenOverSnapshots(image));
    observed.build().ifPresent(build -> actions.addAll(BuildPlanner.terminate(build.instances())));
    actions.addAll(
        desired
            .attributesOf(image)
            .converge(
                image,
                observed.snapshotsOf(image),
                observed.observedSharing(),
                recorded.managedTagKeys(),
                now));
    fastLaunch(image)
        .filter(_ -> DesiredFastLaunch.isSupported(image))
        .flatMap(wanted -> wanted.change(image, observed.fastLaunch(), now))
        .ifPresent(actions::add);
    return actions;
  }

  private Optional<DesiredFastLaunch> fastLaunch(Image image) {
    return desired.fastLaunch().filter(_ -> desired.managesFastLaunch(image));
  }

  /** Why the image does not match its spec, although no EC2 call is left. */
  private Optional<ReadyState> obstacle(Image image) {
    return desired
        .attributes()
        .sharingObstacle(image, observed.observedSharing())
        .or(() -> fastLaunch(image).flatMap(f -> f.notReadyState(image, observed.fastLaunch())));
  }

  private ReadyState available(Image image, List<Image> others) {
    String more =
        others.isEmpty()
            ? ""
            : " Also tagged as this object's, and not changed: %s."
                .formatted(String.join(", ", others.stream().map(Image::id).toList()));
    return new ReadyState.Ready(
        Reason.Available,
        "%s is available.%s%s%s"
            .formatted(
                image.id(),
                more,
                desired.optionalFields().note(recorded.managedFields()),
                desired.attributes().sharingWarning(observed.observedSharing())));
  }

  private Plan planDisabled(Image image) {
    return desired.attributes().disabled().isPresent()
        ? Plan.withoutActions(
            new ReadyState.Ready(
                Reason.ImageDisabled,
                "%s is disabled by spec.disabled and cannot be launched.".formatted(image.id())))
        : stalled(
            Reason.ImageDisabled,
            ("%s was disabled %s and cannot be launched. Set spec.disabled: false to have it"
                    + " enabled.")
                .formatted(
                    image.id(),
                    recorded.managedFields().contains("disabled")
                        ? "by spec.disabled, which was removed,"
                        : "outside the operator"));
  }

  /** The ownership tags for snapshots that were handed over or adopted and lack them. */
  private List<AwsAction> tagTakenOverSnapshots(Image image) {
    return observed.untaggedSnapshots().values().stream()
        .filter(snapshot -> !TagKeys.managed(snapshot.tags()))
        .filter(
            snapshot ->
                snapshot.madeFor(image.id())
                    || isHandedOver(snapshot, image) && takeOverRefusal(snapshot).isEmpty())
        .<AwsAction>map(
            snapshot ->
                new TagAction.CreateTags(
                    List.of(snapshot.id()), desired.attributesOf(image).tags()))
        .toList();
  }

  /** The image has to use the snapshot: the tags alone do not prove that this spec created it. */
  private boolean isHandedOver(Snapshot snapshot, Image image) {
    return desired.source().handedOverSnapshots().contains(snapshot.id())
        && image.snapshotIds().contains(snapshot.id());
  }

  /** Checked before each tagging, since the AwsAccount may have changed since the creation. */
  private Optional<ReadyState> takeOverRefusal(Image image) {
    return observed.untaggedSnapshots().values().stream()
        .filter(snapshot -> !TagKeys.managed(snapshot.tags()) && isHandedOver(snapshot, image))
        .flatMap(snapshot -> takeOverRefusal(snapshot).stream())
        .findFirst();
  }

  private Optional<ReadyState> takeOverRefusal(Snapshot snapshot) {
    return allowlist
        .sources()
        .snapshotRefusal(
            snapshot.id(), Optional.of(snapshot), desired.namespaceResources(allowlist.account()));
  }

  private Plan stalled(Reason reason, String message) {
    return BuildPlanner.stalled(observed, reason, message);
  }

  private static Plan reconciling(Reason reason, String message, Duration requeueAfter) {
    return Plan.withoutActions(new ReadyState.Reconciling(reason, message, requeueAfter));
  }
}
