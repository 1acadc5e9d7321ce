package dev.amioperator.simulator.state;

/**
 * Quotas of EC2 for each account and region.
 *
 * @param imageCopies images whose copy into the region is in progress
 * @param snapshotCopies snapshots whose copy into the region is in progress, by CopySnapshot
 * @param snapshotCopiesOfImages whether the snapshots of CopyImage count against {@code
 *     snapshotCopies} too; AWS does not say so
 * @param snapshotCopyMibPerSecond throughput of the time-based copies between two regions
 * @param images images in the region, those in the Recycle Bin included
 * @param publicImages public images in the region
 */
public record Quotas(
    int imageCopies,
    int snapshotCopies,
    boolean snapshotCopiesOfImages,
    int snapshotCopyMibPerSecond,
    int images,
    int publicImages) {
  /** Default quotas of AWS. */
  public static final Quotas DEFAULT = new Quotas(300, 20, false, 2000, 50_000, 5);

  /** Copy with another quota of image copies in progress. */
  public Quotas withImageCopies(int limit) {
    return new Quotas(
        limit,
        snapshotCopies,
        snapshotCopiesOfImages,
        snapshotCopyMibPerSecond,
        images,
        publicImages);
  }

  /** Copy in which the snapshots of CopyImage count as snapshot copies. */
  public Quotas countingSnapshotsOfImages() {
    return new Quotas(
        imageCopies, snapshotCopies, true, snapshotCopyMibPerSecond, images, publicImages);
  }

  /** Copy with another image quota. */
  public Quotas withImages(int limit) {
    return new Quotas(
        imageCopies,
        snapshotCopies,
        snapshotCopiesOfImages,
        snapshotCopyMibPerSecond,
        limit,
        publicImages);
  }
}
