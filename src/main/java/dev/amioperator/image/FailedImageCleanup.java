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

/** How an image that EC2 could not make is cleared away, with its snapshots. Pure. */
final class FailedImageCleanup {

  private FailedImageCleanup() {}

  /** What becomes of a failed image: shown first, and removed once the status has its snapshots. */
  static Plan of(
      Image image,
      DesiredImage desired,
      RecordedImage recorded,
      ObservedImage observed,
      Instant now) {
    if (recorded.wasUsable(image)) {
      return Plan.withoutActions(retained(image));
    }
    FailedImageRemoval failed = new FailedImageRemoval(image);
    if (now.isBefore(failed.removeAfter(now))) {
      return Plan.withoutActions(failureState(failed, now));
    }
    List<Snapshot> snapshots = observed.ownedResources().snapshots();
    List<SnapshotEntry> ledger =
        SnapshotLedger.of(recorded.snapshots(), Optional.of(image), snapshots);
    return recorded.snapshots().containsAll(ledger)
        ? new Plan(
            failed.removalActions(snapshots, snapshot -> deletable(snapshot, desired)),
            progressing("Clearing away %s, which failed, for another try".formatted(image.id())))
        : Plan.withoutActions(progressing("Taking stock of the snapshots of " + image.id()));
  }

  private static ReadyState retained(Image image) {
    return new ReadyState.Stalled(
        Reason.ImageFailed,
        ("%s was available and is %s now: %s. It may be in use, so it is left alone. Deregister it"
                + " to have the object go on without it.")
            .formatted(image.id(), image.state().value(), image.stateMessage()));
  }

  private static ReadyState failureState(FailedImageRemoval failed, Instant now) {
    return new ReadyState.Stalled(
        Reason.ImageFailed,
        ("EC2 could not make %s: %s. It is cleared away and tried again after %s; a change of the"
                + " source needs a new AmiImage.")
            .formatted(
                failed.image().id(), failed.image().stateMessage(), failed.removeAfter(now)));
  }

  /** What a failed image left behind has to go before another try. */
  static Optional<Plan> beforeRetry(
      DesiredImage desired, RecordedImage recorded, ObservedImage observed) {
    List<String> left = leftoverSnapshotIds(desired, recorded, observed);
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan(
                left.stream().<AwsAction>map(SnapshotAction.DeleteSnapshot::new).toList(),
                progressing(
                    "Clearing away what a failed image left behind: %s"
                        .formatted(String.join(", ", left)))));
  }

  /**
   * The snapshots of ours that outlived the failed image of the status. Only those that stood in
   * its ledger: what is not there yet may belong to an image that EC2 is making. What is left of an
   * image that others deregistered did not fail, and stays.
   */
  static List<String> leftoverSnapshotIds(
      DesiredImage desired, RecordedImage recorded, ObservedImage observed) {
    boolean failed = recorded.state().filter(Image.State::isFailedValue).isPresent();
    List<String> known = SnapshotLedger.ids(recorded.snapshots(), Origin.CREATED);
    return failed
        ? observed.ownedResources().snapshots().stream()
            .filter(snapshot -> known.contains(snapshot.id()))
            .filter(snapshot -> deletable(snapshot, desired))
            .filter(snapshot -> !usedByRegisteredImage(snapshot, observed))
            .filter(s -> recorded.recreateId().filter(lost -> s.madeFor(lost)).isEmpty())
            .map(Snapshot::id)
            .toList()
        : List.of();
  }

  /**
   * Tags travel with a copy: an image that is there needs its snapshots, whoever's tags they carry.
   */
  private static boolean usedByRegisteredImage(Snapshot snapshot, ObservedImage observed) {
    return observed.ownedResources().images().stream()
        .filter(Image::registered)
        .anyMatch(image -> snapshot.belongsTo(image));
  }

  /** Those that were handed over are what another try is made of. */
  private static boolean deletable(Snapshot snapshot, DesiredImage desired) {
    return desired.owner().owns(snapshot)
        && !desired.source().handedOverSnapshots().contains(snapshot.id());
  }

  private static ReadyState progressing(String message) {
    return new ReadyState.Reconciling(Reason.Progressing, message + ".", Requeue.NEXT_STEP);
  }
}
