package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.attributes.TagLimit;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.TagAction;
import dev.amioperator.ownership.Owner.Role;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans the EC2 calls that bring a region to an AmiCopy's spec. Pure.
 *
 * <p>No image is created or deleted before the status records it: the first evaluation writes the
 * entry, and the next evaluation of the same facts plans the call.
 *
 * @param grace how long an image must be missing before it counts as gone
 */
record CopyPlanner(
    CopyTarget target, ObservedCopy observed, CopyMatches copies, Duration grace, Instant now) {

  /** Plans the next step for a region; without actions once its copy matches the spec. */
  static RegionPlan plan(CopyTarget target, ObservedCopy observed, Duration grace, Instant now) {
    CopyMatches copies = CopyMatches.of(target, observed.ownedResources());
    return new CopyPlanner(target, observed, copies, grace, now).plan();
  }

  private RegionPlan plan() {
    if (copies.current().isPresent()) {
      return planCurrent(copies.current().get());
    }
    if (!copies.failed().isEmpty()) {
      return planFailed(copies.failed().getFirst());
    }
    return new MissingCopyPlanner(target, observed, grace)
        .plan()
        .orElseGet(() -> new CreateCopyPlanner(target, observed, replacedImageId()).plan());
  }

  private RegionPlan planCurrent(Image image) {
    return switch (image.state()) {
      case AVAILABLE, DISABLED ->
          new RegionPlan(
              entry(
                  image, Stream.concat(copies.allFailed().stream(), copies.superseded().stream())),
              limited(converge(image), image));
      case PENDING, TRANSIENT, UNKNOWN -> {
        RegionStatus entry = entry(image, copies.allFailed().stream());
        yield new RegionPlan(entry, planPending(image, entry));
      }
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          throw new IllegalStateException("Image is not live: " + image);
    };
  }

  private Plan planPending(Image image, RegionStatus entry) {
    String progress = entry.progress() == null ? image.state().value() : entry.progress() + "%";
    String kept =
        copies.superseded().isEmpty()
            ? ""
            : " %s stays until it is available.".formatted(ids(copies.superseded()));
    return Plan.withoutActions(
        new ReadyState.Reconciling(
            Reason.Copying,
            "EC2 is copying %s to %s (%s).%s"
                .formatted(target.sourceId().imageId(), image.id(), progress, kept),
            Requeue.COPY_PENDING));
  }

  private Plan converge(Image image) {
    List<AwsAction> actions =
        new ArrayList<>(
            target
                .attributes(image.name())
                .converge(
                    image,
                    snapshots(image),
                    observed.observedSharing(),
                    target.recordedTagKeys(),
                    now));
    actions.addAll(tagSuperseded());
    copies
        .allFailed()
        .forEach(failed -> cleanup(failed).ifPresent(plan -> actions.addAll(plan.actions())));
    return actions.isEmpty()
        ? Plan.withoutActions(converged(image))
        : new Plan(
            actions,
            new ReadyState.Reconciling(
                Reason.Progressing,
                "Updating %s to match the spec.".formatted(image.id()),
                Requeue.NEXT_STEP));
  }

  /** The plan without the tags that EC2 would refuse. */
  private Plan limited(Plan plan, Image image) {
    TagLimit limit = target.tagLimit(image.name());
    List<AwsAction> actions = limit.permitted(plan.actions(), image, snapshots(image));
    return actions.isEmpty()
        ? limit.obstacle(image, snapshots(image)).map(Plan::withoutActions).orElse(plan)
        : new Plan(actions, plan.readyState());
  }

  private ReadyState converged(Image image) {
    return image.state() == Image.State.DISABLED
        ? new ReadyState.Stalled(
            Reason.ImageDisabled,
            "%s was disabled outside the operator and cannot be launched. Enable it in EC2."
                .formatted(image.id()))
        : target
            .attributes(image.name())
            .sharingObstacle(image, observed.observedSharing())
            .or(() -> new EncryptionMismatch(target, observed.key()).of(image, snapshots(image)))
            .orElseGet(() -> available(image));
  }

  private ReadyState available(Image image) {
    String duplicates =
        copies.duplicates().isEmpty()
            ? ""
            : "Further copies of %s exist and are kept: %s."
                .formatted(target.sourceId().imageId(), ids(copies.duplicates()));
    String warning = target.attributes(image.name()).sharingWarning(observed.observedSharing());
    return new ReadyState.Ready(Reason.Available, (duplicates + warning).strip());
  }

  /** Tags the copies of earlier sources and their snapshots, now that a new copy is available. */
  private List<AwsAction> tagSuperseded() {
    List<AwsAction> actions = new ArrayList<>();
    for (Image image : copies.superseded()) {
      List<String> ids = new ArrayList<>();
      if (!Role.SUPERSEDED.matches(image.tags())) {
        ids.add(image.id());
      }
      snapshots(image).stream()
          .filter(snapshot -> !Role.SUPERSEDED.matches(snapshot.tags()))
          .forEach(snapshot -> ids.add(snapshot.id()));
      if (!ids.isEmpty()) {
        actions.add(new TagAction.CreateTags(ids, Map.of(TagKeys.ROLE, Role.SUPERSEDED.value())));
      }
    }
    return actions;
  }

  private RegionPlan planFailed(Image image) {
    RegionStatus entry =
        entry(image, copies.allFailed().stream().filter(other -> !other.equals(image)));
    if (!KeyFailure.isKeyFailure(image, snapshots(image))) {
      return planFailed(image, entry);
    }
    if (target.source() instanceof ObservedSource.Unobserved(var id)) {
      // What the copy depended on is recorded before an edit can change it.
      return new RegionPlan(
          entry,
          Plan.withoutActions(
              new ReadyState.Reconciling(
                  Reason.Observing, "Reading the keys of %s.".formatted(id), Requeue.NEXT_STEP)));
    }
    KeyFailure failure = new KeyFailure(target, image, snapshots(image), observed);
    return failure.recurs()
        ? new RegionPlan(failure.record(entry), Plan.withoutActions(failure.readyState()))
        : planFailed(image, failure.record(entry));
  }

  /** Removes a failed copy, once it is old enough, to make room for another. */
  private RegionPlan planFailed(Image image, RegionStatus entry) {
    return new RegionPlan(
        entry,
        cleanup(image)
            .orElseGet(
                () ->
                    Plan.withoutActions(
                        new ReadyState.Stalled(
                            Reason.ImageFailed,
                            "EC2 failed to create the copy %s: %s. It is deleted and created again after %s.%s"
                                .formatted(
                                    image.id(),
                                    image.stateMessage(),
                                    FailedImageRemoval.removeAfter(image, now),
                                    CopyRefusal.keyPermission(target))))));
  }

  /** The image of this region that failed or vanished. */
  private Optional<String> replacedImageId() {
    return observed.byId().isPresent()
        ? target.recordedImageId()
        : target.regionStatus().map(RegionStatus::previousImageId);
  }

  private Optional<Plan> cleanup(Image failed) {
    return FailedCopyCleanup.removal(failed, target, observed, now);
  }

  /** The status entry of an image, with the ledgers of other images that may be deleted. */
  private RegionStatus entry(Image image, Stream<Image> others) {
    List<SupersededCopy> ledgers =
        others
            .map(
                other ->
                    new SupersededCopy(
                        other.id(),
                        RegionLedger.of(target.regionStatus(), other, snapshots(other))))
            .toList();
    return RegionStatusFactory.withLate(
        RegionStatusFactory.of(
            target, image, snapshots(image), ledgers, copies.superseded().size()),
        snapshots(image).stream().anyMatch(snapshot -> snapshot.creation().missedDuration(now)));
  }

  private List<Snapshot> snapshots(Image image) {
    return CopyMatches.snapshotsOf(image, observed.ownedResources());
  }

  private static String ids(List<Image> images) {
    return String.join(", ", images.stream().map(Image::id).toList());
  }
}
