package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
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
 * Decides what EC2 has to be told so that a copy comes to be in one place, and stays. Pure.
 *
 * <p>Nothing is created or cleared away that the status does not announce yet: first the entry is
 * written, and the next look at the same facts leads to the call.
 */
final class CopyPlanner {

  private final CopyTarget target;
  private final ObservedCopy observed;
  private final CopyMatches copies;
  private final Duration grace;
  private final Instant now;

  private CopyPlanner(CopyTarget target, ObservedCopy observed, Duration grace, Instant now) {
    this.target = target;
    this.observed = observed;
    this.copies = CopyMatches.of(target, observed.ownedResources());
    this.grace = grace;
    this.now = now;
  }

  /**
   * The plan, empty once the place is as it shall be.
   *
   * @param grace how long an image has to be missed before it counts as gone
   */
  static RegionPlan plan(CopyTarget target, ObservedCopy observed, Duration grace, Instant now) {
    return new CopyPlanner(target, observed, grace, now).plan();
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
    List<Snapshot> snapshots = CopyMatches.snapshotsOf(image, observed.ownedResources());
    return switch (image.state()) {
      case AVAILABLE, DISABLED ->
          RegionPlan.withMessage(
              RegionStatusFactory.of(
                  target, image, snapshots, snapshotLedgers(copies.superseded(), allFailed())),
              converge(image, snapshots));
      case PENDING, TRANSIENT, UNKNOWN -> {
        RegionStatus entry =
            RegionStatusFactory.of(
                target, image, snapshots, snapshotLedgers(List.of(), allFailed()));
        yield RegionPlan.withMessage(entry, planPending(image, entry));
      }
      case FAILED, ERROR, INVALID, DEREGISTERED ->
          throw new IllegalStateException("not a standing image: " + image);
    };
  }

  private Plan planPending(Image image, RegionStatus entry) {
    String progress = entry.progress() == null ? image.state().value() : entry.progress() + "%";
    String stays =
        copies.superseded().isEmpty()
            ? ""
            : " %s stays until it is available.".formatted(ids(copies.superseded()));
    return Plan.withoutActions(
        new ReadyState.Reconciling(
            Reason.Copying,
            "EC2 is copying %s to %s (%s).%s"
                .formatted(target.sourceId().imageId(), image.id(), progress, stays),
            Requeue.COPY_PENDING));
  }

  private Plan converge(Image image, List<Snapshot> snapshots) {
    List<AwsAction> actions = new ArrayList<>();
    actions.addAll(
        target
            .attributes(image.name())
            .converge(image, snapshots, observed.observedSharing(), target.recordedTagKeys(), now));
    actions.addAll(tagSuperseded());
    allFailed()
        .forEach(
            b -> actions.addAll(FailedCopyCleanup.of(b, target, observed.ownedResources(), now)));
    return actions.isEmpty()
        ? Plan.withoutActions(converged(image))
        : new Plan(
            actions,
            new ReadyState.Reconciling(
                Reason.Progressing,
                "Bringing %s up to the spec.".formatted(image.id()),
                Requeue.NEXT_STEP));
  }

  private ReadyState converged(Image image) {
    return image.state() == Image.State.DISABLED
        ? new ReadyState.Stalled(
            Reason.ImageDisabled,
            "%s was disabled in EC2, so nobody can launch it. Enable it there."
                .formatted(image.id()))
        : target
            .attributes(image.name())
            .sharingObstacle(image, observed.observedSharing())
            .orElseGet(() -> available(image));
  }

  private ReadyState available(Image image) {
    String surplus =
        copies.duplicates().isEmpty()
            ? ""
            : "Further copies of %s, left alone: %s."
                .formatted(target.sourceId().imageId(), ids(copies.duplicates()));
    String remark = target.attributes(image.name()).sharingWarning(observed.observedSharing());
    return new ReadyState.Ready(Reason.Available, (surplus + remark).strip());
  }

  /** Former copies and their snapshots are marked, now that there is a new one. */
  private List<AwsAction> tagSuperseded() {
    List<AwsAction> actions = new ArrayList<>();
    for (Image image : copies.superseded()) {
      List<String> ids = new ArrayList<>();
      if (!Role.SUPERSEDED.matches(image.tags())) {
        ids.add(image.id());
      }
      CopyMatches.snapshotsOf(image, observed.ownedResources()).stream()
          .filter(snapshot -> !Role.SUPERSEDED.matches(snapshot.tags()))
          .forEach(snapshot -> ids.add(snapshot.id()));
      if (!ids.isEmpty()) {
        actions.add(new TagAction.CreateTags(ids, Map.of(TagKeys.ROLE, Role.SUPERSEDED.value())));
      }
    }
    return actions;
  }

  private RegionPlan planFailed(Image image) {
    List<Snapshot> snapshots = CopyMatches.snapshotsOf(image, observed.ownedResources());
    RegionStatus entry =
        RegionStatusFactory.of(
            target, image, snapshots, snapshotLedgers(List.of(), otherFailed(image)));
    List<AwsAction> actions = FailedCopyCleanup.of(image, target, observed.ownedResources(), now);
    if (!actions.isEmpty()) {
      return RegionPlan.withMessage(entry, FailedCopyCleanup.plan(actions, image.id()));
    }
    return RegionPlan.withMessage(
        entry,
        Plan.withoutActions(
            new ReadyState.Stalled(
                Reason.ImageFailed,
                "EC2 could not make the copy %s: %s. It is cleared away and tried again after %s."
                    .formatted(
                        image.id(),
                        image.stateMessage(),
                        new FailedImageRemoval(image).removeAfter(now)))));
  }

  /** The image of this place that failed or vanished. */
  private Optional<String> replacedImageId() {
    return observed.byId().isPresent()
        ? target.recordedImageId()
        : target.regionStatus().map(RegionStatus::previousImageId);
  }

  private List<Image> allFailed() {
    return Stream.concat(copies.failed().stream(), copies.failedSuperseded().stream()).toList();
  }

  private List<Image> otherFailed(Image image) {
    return allFailed().stream().filter(other -> !other.equals(image)).toList();
  }

  private List<SupersededCopy> snapshotLedgers(List<Image> some, List<Image> more) {
    return Stream.concat(some.stream(), more.stream())
        .map(
            image ->
                new SupersededCopy(
                    image.id(),
                    RegionStatusFactory.snapshotLedger(
                        target.regionStatus(),
                        image,
                        CopyMatches.snapshotsOf(image, observed.ownedResources()))))
        .toList();
  }

  private static String ids(List<Image> images) {
    return String.join(", ", images.stream().map(Image::id).toList());
  }
}
