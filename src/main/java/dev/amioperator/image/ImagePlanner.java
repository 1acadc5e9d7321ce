package dev.amioperator.image;

import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
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

/** Decides what EC2 has to be told so that an AmiImage comes true. Pure. */
final class ImagePlanner {

  private final DesiredImage desired;
  private final RecordedImage recorded;
  private final ObservedImage observed;
  private final String accountId;
  private final Duration grace;
  private final Instant now;

  private ImagePlanner(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      String accountId,
      Duration grace,
      Instant now) {
    this.desired = desired;
    this.recorded = recorded;
    this.observed = observed;
    this.accountId = accountId;
    this.grace = grace;
    this.now = now;
  }

  /**
   * The plan, empty once EC2 is as it shall be.
   *
   * @param accountId the account that all this happens in
   * @param grace how long a thing must be missed before it counts as gone
   */
  static Plan plan(
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      CurrentImage currentImage,
      String accountId,
      Duration grace,
      Instant now) {
    return new ImagePlanner(desired, recorded, observed, accountId, grace, now).plan(currentImage);
  }

  private Plan plan(CurrentImage currentImage) {
    return switch (currentImage) {
      case CurrentImage.Owned(Image image, List<Image> others) -> converge(image, others);
      case CurrentImage.Failed(Image image) -> planFailed(image);
      case CurrentImage.SourceMismatch(Image image) ->
          BuildPlanner.stalled(
              observed,
              Reason.SourceMismatch,
              ("%s carries the tags of this object, but was made from another source. Deregister"
                      + " it, or take its tag %s off, or give this object another name.")
                  .formatted(image.id(), TagKeys.RESOURCE));
      case CurrentImage.Untagged(Image image) ->
          ExistingImagePlanner.planUntagged(desired, recorded, image, accountId);
      case CurrentImage.Pinned(Image image, Optional<Image> newer) ->
          ExistingImagePlanner.planPinned(image, newer);
      case CurrentImage.Unresolved(String why) ->
          stalled(
              Reason.SourceNotFound,
              "Nothing is found: %s. It is looked for again every few minutes.".formatted(why));
      case CurrentImage.NotVisible(String imageId) ->
          Plan.withoutActions(
              new ReadyState.Reconciling(
                  Reason.Observing,
                  "%s is not seen; making sure before anything is concluded.".formatted(imageId),
                  Requeue.IMAGE_PENDING));
      case CurrentImage.Gone gone ->
          new MissingImagePlanner(desired, recorded, observed, gone, accountId, now)
              .planGone(gone.imageId(), grace);
      case CurrentImage.None none ->
          new MissingImagePlanner(desired, recorded, observed, none, accountId, now)
              .planNeverCreated();
    };
  }

  private Plan converge(Image image, List<Image> others) {
    return switch (image.state()) {
      case PENDING, TRANSIENT, UNKNOWN ->
          Plan.withoutActions(
              new ReadyState.Reconciling(
                  Reason.ImagePending,
                  "EC2 is making %s (%s).".formatted(image.id(), image.state().value()),
                  Requeue.IMAGE_PENDING));
      case AVAILABLE, DISABLED -> planAttributes(image, others);
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          throw new IllegalStateException("not a standing image: " + image);
    };
  }

  private Plan planAttributes(Image image, List<Image> others) {
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
        .filter(wanted -> DesiredFastLaunch.isSupported(image))
        .flatMap(wanted -> wanted.change(image, observed.fastLaunch(), now))
        .ifPresent(actions::add);
    if (!actions.isEmpty()) {
      return new Plan(
          actions,
          new ReadyState.Reconciling(
              Reason.Progressing,
              "Bringing %s up to the spec.".formatted(image.id()),
              Requeue.NEXT_STEP));
    }
    Optional<Plan> leaving = observed.build().flatMap(BuildPlanner::terminating);
    if (leaving.isPresent()) {
      return leaving.get();
    }
    return image.state() == Image.State.DISABLED
        ? planDisabled(image)
        : Plan.withoutActions(obstacle(image).orElseGet(() -> available(image, others)));
  }

  private Optional<DesiredFastLaunch> fastLaunch(Image image) {
    return desired.fastLaunch().filter(wanted -> desired.managesFastLaunch(image));
  }

  /**
   * Why the image cannot be brought up to the spec, or is not yet, although nothing is to be done.
   */
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
            : " Also tagged as this object's, and left alone: %s."
                .formatted(String.join(", ", others.stream().map(Image::id).toList()));
    return new ReadyState.Ready(
        Reason.Available,
        "%s is available.%s%s"
            .formatted(
                image.id(), more, desired.attributes().sharingWarning(observed.observedSharing())));
  }

  private Plan planDisabled(Image image) {
    return desired.attributes().disabled().isPresent()
        ? Plan.withoutActions(
            new ReadyState.Ready(
                Reason.ImageDisabled,
                "%s is disabled, as spec.disabled says: nobody can launch it."
                    .formatted(image.id())))
        : stalled(
            Reason.ImageDisabled,
            ("%s was disabled in EC2, so nobody can launch it. Enable it there, or set"
                    + " spec.disabled: false to have it enabled.")
                .formatted(image.id()));
  }

  /** The ownership tags for snapshots that are ours by hand-over or adoption and lack them. */
  private List<AwsAction> tagTakenOverSnapshots(Image image) {
    return observed.untaggedSnapshots().values().stream()
        .filter(snapshot -> !TagKeys.managed(snapshot.tags()))
        .filter(
            snapshot ->
                desired.source().handedOverSnapshots().contains(snapshot.id())
                    || snapshot.madeFor(image.id()))
        .<AwsAction>map(
            snapshot ->
                new TagAction.CreateTags(
                    List.of(snapshot.id()), desired.attributesOf(image).tags()))
        .toList();
  }

  private Plan planFailed(Image image) {
    if (!desired.source().createsImage()) {
      return ExistingImagePlanner.failed(image);
    }
    return FailedImageCleanup.of(image, desired, recorded, observed, now);
  }

  private static Plan stalled(Reason reason, String message) {
    return Plan.withoutActions(new ReadyState.Stalled(reason, message));
  }
}
