package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import java.time.Instant;
import java.util.List;

/** How copies that EC2 could not make are cleared away. */
final class FailedCopyCleanup {

  private FailedCopyCleanup() {}

  /** What removes a failed image, once it is time and the status holds its snapshots. */
  static List<AwsAction> of(
      Image image, CopyTarget target, OwnedResources ownedResources, Instant now) {
    FailedImageRemoval failed = new FailedImageRemoval(image);
    List<SnapshotEntry> ledger =
        RegionStatusFactory.snapshotLedger(
            target.regionStatus(), image, CopyMatches.snapshotsOf(image, ownedResources));
    return now.isBefore(failed.removeAfter(now))
            || !RegionStatusFactory.isRecorded(target.regionStatus(), image.id(), ledger)
        ? List.of()
        : failed.removalActions(ownedResources.snapshots(), target.desired().owner()::owns);
  }

  /** Does what clears a failed image away. */
  static Plan plan(List<AwsAction> clearing, String imageId) {
    return new Plan(
        clearing,
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Clearing away %s, which failed, for another try.".formatted(imageId),
            Requeue.NEXT_STEP));
  }

  /** The snapshots that the entry's image left behind, if it had failed. */
  static List<AwsAction> deleteLeftoverSnapshots(
      RegionStatus entry, CopyTarget target, OwnedResources ownedResources) {
    if (!RegionStatusFactory.isFailed(entry)) {
      return List.of();
    }
    return ownedResources.snapshots().stream()
        .filter(target.desired().owner()::owns)
        .filter(
            snapshot ->
                RegionStatusFactory.orEmpty(entry.snapshots()).stream()
                    .anyMatch(line -> line.snapshotId().equals(snapshot.id())))
        .<AwsAction>map(snapshot -> new SnapshotAction.DeleteSnapshot(snapshot.id()))
        .toList();
  }
}
