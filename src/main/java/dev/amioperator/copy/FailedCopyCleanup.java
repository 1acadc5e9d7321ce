package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.deletion.FailedImageRemoval;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans the deletion of image copies that EC2 failed to create. */
final class FailedCopyCleanup {
  private FailedCopyCleanup() {}

  /** The plan that removes a failed image, once it is old enough and its ledger is recorded. */
  static Optional<Plan> removal(
      Image image, CopyTarget target, ObservedCopy observed, Instant now) {
    List<Snapshot> created = CopyMatches.snapshotsOf(image, observed.ownedResources());
    List<SnapshotEntry> ledger = RegionLedger.of(target.regionStatus(), image, created);
    return now.isBefore(FailedImageRemoval.removeAfter(image, now))
            || !RegionLedger.isRecorded(target.regionStatus(), image.id(), ledger)
        ? Optional.empty()
        : Optional.of(
            new FailedImageRemoval(
                    image,
                    target.desired().owner(),
                    observed.failedImageUsage().getOrDefault(image.id(), new Usage.Pending()),
                    target.desired().deletionGuard(),
                    Optional.empty())
                .plan(created, deleting(image.id()), now));
  }

  static Plan plan(List<AwsAction> actions, String imageId) {
    return new Plan(actions, deleting(imageId));
  }

  private static ReadyState deleting(String imageId) {
    return new ReadyState.Reconciling(
        Reason.Progressing,
        "Deleting what is left of the failed copy %s before copying again.".formatted(imageId),
        Requeue.NEXT_STEP);
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
