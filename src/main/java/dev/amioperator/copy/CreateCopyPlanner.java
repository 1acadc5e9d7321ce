package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.ownership.MadeAsTag;
import dev.amioperator.ownership.NamespaceResources;
import dev.amioperator.ownership.OwnerDescription;
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
 * Plans CopyImage for a region without a copy: source, name, recorded name, call. Pure.
 *
 * <p>EC2 limits the copies in progress in an account and region: {@link CopyAdmission} says when
 * the planned call is executed.
 *
 * @param replacedImageId the image of this region that failed or vanished
 */
record CreateCopyPlanner(
    CopyTarget target, ObservedCopy observed, Optional<String> replacedImageId) {
  RegionPlan plan() {
    return switch (target.source()) {
      case ObservedSource.Available(var id, Image image) -> plan(image);
      case ObservedSource.Unobserved(var id) ->
          queued(target.recordedName(), observing("Reading %s.".formatted(id)));
      case ObservedSource.Unavailable(var id, ReadyState why) -> queued(target.recordedName(), why);
      case ObservedSource.Unknown(ReadyState why) -> queued(target.recordedName(), why);
    };
  }

  private RegionPlan plan(Image image) {
    String name = CopyName.of(target, image, observed.ownedResources());
    Optional<ReadyState> obstacle =
        refusal(image, name)
            .or(() -> nameTaken(name))
            .or(() -> tooManyTags(name))
            .or(keyCheck()::refusal)
            .or(this::cannotShare)
            .or(() -> CompletionDuration.refusal(target.destination(), observed.sourceSnapshots()));
    if (obstacle.isPresent()) {
      return queued(target.recordedName(), obstacle.get());
    }
    String note = RestorePlanner.note(observed.recycleBinState());
    ReadyState copying =
        new ReadyState.Reconciling(
            Reason.Copying,
            "Copying %s as \"%s\".%s".formatted(target.sourceId(), name, note),
            isRecorded(name) ? Requeue.NEXT_STEP : Requeue.OBJECT_CHANGED);
    Plan plan =
        isRecorded(name)
            ? new Plan(List.of(copyImage(name)), copying)
            : Plan.withoutActions(copying);
    return new RegionPlan(queued(Optional.of(name)), plan, true);
  }

  private ImageCreationAction.CopyImage copyImage(String name) {
    return IdempotentCopyRequest.of(
        target, name, replacedImageId, keyCheck().encryption(), completionMinutes());
  }

  private Optional<Integer> completionMinutes() {
    return target.destination().completeWithin().map(within -> (int) within.toMinutes());
  }

  private CopyKeyCheck keyCheck() {
    return new CopyKeyCheck(target, observed.key());
  }

  /** Whether the status already records the name and the replaced image of this very call. */
  private boolean isRecorded(String name) {
    return target.recordedName().equals(Optional.of(name))
        && target
            .regionStatus()
            .filter(entry -> Objects.equals(entry.previousImageId(), replacedImageId.orElse(null)))
            .isPresent();
  }

  /**
   * Why the AwsAccount does not allow the copy, if so. The source is checked even if an AmiImage of
   * the namespace names it: that may only observe it. A copy may have the name of an image that the
   * namespace itself created.
   */
  Optional<ReadyState> refusal(Image image, String name) {
    CopyTarget.SourceAccount account = target.sourceAccount();
    NamespaceResources claim =
        NamespaceResources.of(target.desired().owner(), account.accountRegion());
    return account
        .allowlist()
        .sourceRegionRefusal(target.sourceId().region())
        .or(() -> account.allowlist().sources().imageRefusal(image, claim))
        .or(
            () ->
                claim.created(image) && isNamedAfter(image, name)
                    ? Optional.empty()
                    : target.allowlist().imageNameRefusal(name, target.desired().owner()));
  }

  private static boolean isNamedAfter(Image image, String name) {
    return name.equals(image.name()) || name.startsWith(image.name() + "-");
  }

  private Optional<ReadyState> nameTaken(String name) {
    return observed
        .nameHolder()
        .map(
            holder ->
                tagsNotVisible(holder)
                    ? observing("%s exists; reading its tags.".formatted(holder.id()))
                    : nameTaken(name, holder));
  }

  /** Whether the image is this object's, and only the listing by tags lags behind. */
  private boolean tagsNotVisible(Image holder) {
    return target.desired().owner().owns(holder)
        && !MadeAsTag.contradictedBy(holder, target.accountRegion().region())
        && observed.ownedResources().images().stream().noneMatch(i -> i.id().equals(holder.id()));
  }

  private ReadyState nameTaken(String name, Image holder) {
    return new ReadyState.Stalled(
        Reason.NameTaken,
        "%s already has the name \"%s\" in %s and %s. Create a new AmiCopy with another imageName."
            .formatted(holder.id(), name, target.accountRegion().region(), owner(holder)));
  }

  private String owner(Image holder) {
    return Optional.ofNullable(holder.tags().get(TagKeys.RESOURCE))
        .filter(o -> !MadeAsTag.contradictedBy(holder, target.accountRegion().region()))
        .map(o -> OwnerDescription.of(holder, target.desired().owner()))
        .orElse("was not created by this operator");
  }

  private Optional<ReadyState> tooManyTags(String name) {
    return target
        .tagLimit(name)
        .obstacleToCreate("A copy of %s".formatted(target.sourceId().imageId()));
  }

  /** Why a copy could not be shared as desired, so that none is made. */
  private Optional<ReadyState> cannotShare() {
    return observed
        .expectedEncryption()
        .flatMap(
            encryption ->
                encryption.sharingObstacle(
                    target.destination().sharing(),
                    target.sourceId().imageId(),
                    target.accountRegion()));
  }

  private static ReadyState observing(String message) {
    return new ReadyState.Reconciling(Reason.Observing, message, Requeue.NEXT_STEP);
  }

  private RegionPlan queued(Optional<String> name, ReadyState readyState) {
    return new RegionPlan(queued(name), Plan.withoutActions(readyState));
  }

  private RegionStatus queued(Optional<String> name) {
    return RegionStatusFactory.queued(target, name, replacedImageId);
  }
}
