package dev.amioperator.recyclebin;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.observer.Presence;
import java.util.List;

/** What is left of an image that EC2 does not show any more. */
public sealed interface Remains {
  /** There was no need to look, or no right to bring it back. */
  record Unasked() implements Remains {}

  /** The account does not let us look into its Recycle Bin; nothing follows for what is in it. */
  record Hidden(String why) implements Remains {}

  /**
   * @param image the image, in the Recycle Bin
   * @param pieces the snapshots of its ledger; looked for only when the image is in the bin
   */
  record Seen(Presence<RecycleBinEntry> image, List<Piece> pieces) implements Remains {
    public Seen {
      pieces = List.copyOf(pieces);
    }
  }

  /** One snapshot of the ledger: where it is. */
  record Piece(
      SnapshotEntry entry, Presence<Snapshot> standing, Presence<RecycleBinEntry> binned) {}
}
