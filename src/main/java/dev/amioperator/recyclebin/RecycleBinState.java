package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Presence;
import java.util.List;

/** What is left of an image that EC2 does not show any more. */
public sealed interface RecycleBinState {
  /** There was no need to look, or no right to bring it back. */
  record NotObserved() implements RecycleBinState {}

  /** The account does not let us look into its Recycle Bin; nothing follows for what is in it. */
  record Inaccessible(String message) implements RecycleBinState {}

  /**
   * @param image the image, in the Recycle Bin
   * @param snapshots the snapshots of its ledger; looked for only when the image is in the bin
   */
  record Accessible(Presence<RecycleBinEntry> image, List<SnapshotLocation> snapshots)
      implements RecycleBinState {
    public Accessible {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** One snapshot of the ledger: where it is. */
  record SnapshotLocation(
      SnapshotEntry entry, Presence<Snapshot> inEc2, Presence<RecycleBinEntry> inRecycleBin) {}
}
