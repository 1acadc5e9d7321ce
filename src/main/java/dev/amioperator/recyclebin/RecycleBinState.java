package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Presence;
import java.util.List;

/** What the Recycle Bin holds of an image that DescribeImages no longer lists. */
public sealed interface RecycleBinState {
  /** Not read: EC2 lists the image, or it must not be restored. */
  record NotObserved() implements RecycleBinState {}

  /** Denied or unsupported by EC2; says nothing about the content of the Recycle Bin. */
  record Inaccessible(String message) implements RecycleBinState {}

  /**
   * @param image the image, in the Recycle Bin
   * @param snapshots the snapshots of its ledger; read only when the image is in the Recycle Bin
   */
  record Accessible(Presence<RecycleBinEntry> image, List<SnapshotLocation> snapshots)
      implements RecycleBinState {
    public Accessible {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** Whether a snapshot of the ledger is in EC2 or in the Recycle Bin. */
  record SnapshotLocation(
      SnapshotEntry entry, Presence<Snapshot> inEc2, Presence<RecycleBinEntry> inRecycleBin) {}
}
