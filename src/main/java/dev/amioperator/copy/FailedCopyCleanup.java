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

/** Plans the deletion of image copies that EC2 failed to create. */
final class FailedCopyCleanup {
  private FailedCopyCleanup() {}

  /** The calls that delete a failed image, once it is old enough and its ledger is recorded. */
  static List<AwsAction> of(Image image, CopyTarget target, OwnedResources owned, Instant now) {
    FailedImageRemoval failed = new FailedImageRemoval(image);
    List<SnapshotEntry> ledger =
        RegionStatusFactory.snapshotLedger(
            target.regionStatus(), image, CopyMatches.snapshotsOf(image, owned));
    return now.isBefore(failed.removeAfter(now))
            || !RegionStatusFactory.isRecorded(target.regionStatus(), image.id(), ledger)
        ? List.of()
        : failed.removalActions(owned.snapshots(), target.desired().owner()::owns);
  }

  static Plan plan(List<AwsAction> actions, String imageId) {
    return new Plan(
        actions,
        new ReadyState.Reconciling(
            Reason.Progressing,
            "Deleting what is left of the failed copy %s before copying again.".formatted(imageId),
            Requeue.NEXT_STEP));
  }

  /** The calls that delete the snapshots left behind by the entry's image, if it failed. */
  static List<AwsAction> deleteLeftoverSnapshots(
      RegionStatus entry, CopyTarget target, OwnedResources owned) {
    if (!RegionStatusFactory.isFailed(entry)) {
      return List.of();
    }
    List<String> recorded =
        RegionStatusFactory.orEmpty(entry.snapshots()).stream()
            .map(SnapshotEntry::snapshotId)
            .toList();
    return owned.snapshots().stream()
        .filter(target.desired().owner()::owns)
        .filter(snapshot -> recorded.contains(snapshot.id()))
        .<AwsAction>map(snapshot -> new SnapshotAction.DeleteSnapshot(snapshot.id()))
        .toList();
  }
}
