package dev.amioperator.image;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.ownership.SnapshotLedger;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans the deletion of an image that EC2 failed to create, with its snapshots. Pure. */
record FailedImageCleanup(DesiredImage desired, RecordedImage recorded, ObservedImage observed) {

  /** The plan for a failed image: reported first, and deleted once the status has its snapshots. */
  Plan plan(Image image, Instant now) {
    if (recorded.wasUsable(image)) {
      return Plan.withoutActions(retained(image));
    }
    if (now.isBefore(FailedImageRemoval.removeAfter(image, now))) {
      return Plan.withoutActions(failureState(image, now));
    }
    List<Snapshot> snapshots = observed.createdWith(image, desired);
    List<SnapshotEntry> ledger =
        SnapshotLedger.of(recorded.snapshots(), Optional.of(image), snapshots);
    return recorded.snapshots().containsAll(ledger)
        ? removal(image)
            .plan(
                snapshots.stream().filter(this::deletable).toList(),
                progressing("Deleting failed image %s before a retry.".formatted(image.id())),
                now)
        : Plan.withoutActions(progressing("Recording the snapshots of %s.".formatted(image.id())));
  }

  private FailedImageRemoval removal(Image image) {
    return new FailedImageRemoval(
        image,
        desired.owner(),
        observed.failedImageUsage(),
        desired.deletionGuard(),
        desired.attributes().deregistrationProtection());
  }

  private static ReadyState retained(Image image) {
    return new ReadyState.Stalled(
        Reason.ImageFailed,
        ("%s was available and is %s now: %s. It may be in use, so it is not deleted. Create a new"
                + " AmiImage in its place, and delete this object once nothing uses %s: the"
                + " deletion checks that.")
            .formatted(image.id(), image.state().value(), image.stateMessage(), image.id()));
  }

  private static ReadyState failureState(Image failed, Instant now) {
    return new ReadyState.Stalled(
        Reason.ImageFailed,
        ("EC2 could not create %s: %s. It is deleted and created again after %s; a change of the"
                + " source needs a new AmiImage.")
            .formatted(
                failed.id(), failed.stateMessage(), FailedImageRemoval.removeAfter(failed, now)));
  }

  /** The deletion of a failed image's snapshots, which comes before a retry. */
  Optional<Plan> beforeRetry() {
    List<String> left = leftoverSnapshotIds();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan(
                left.stream().<AwsAction>map(SnapshotAction.DeleteSnapshot::new).toList(),
                progressing(
                    "Deleting snapshots of a failed image: %s."
                        .formatted(String.join(", ", left)))));
  }

  /**
   * Owned snapshots that outlived the failed image of the status. Only snapshots in its ledger: an
   * unrecorded one may belong to an image that EC2 is creating. Snapshots of an image that was
   * deregistered outside the operator are kept, for that image did not fail.
   */
  List<String> leftoverSnapshotIds() {
    boolean failed = recorded.state().filter(Image.State::isFailedValue).isPresent();
    List<String> known = SnapshotLedger.ids(recorded.snapshots(), Origin.CREATED);
    return failed
        ? observed.ownedResources().snapshots().stream()
            .filter(snapshot -> known.contains(snapshot.id()))
            .filter(this::deletable)
            .filter(snapshot -> !usedByRegisteredImage(snapshot))
            .filter(snapshot -> recorded.recreateId().filter(snapshot::madeFor).isEmpty())
            .map(Snapshot::id)
            .toList()
        : List.of();
  }

  /** A copy carries the tags too, and needs its snapshots. */
  private boolean usedByRegisteredImage(Snapshot snapshot) {
    return observed.ownedResources().images().stream()
        .filter(Image::registered)
        .anyMatch(snapshot::belongsTo);
  }

  /** Snapshots that were handed over are the source of the retry. */
  private boolean deletable(Snapshot snapshot) {
    return desired.owner().owns(snapshot)
        && !desired.source().handedOverSnapshots().contains(snapshot.id());
  }

  private static ReadyState progressing(String message) {
    return new ReadyState.Reconciling(Reason.Progressing, message, Requeue.NEXT_STEP);
  }
}
