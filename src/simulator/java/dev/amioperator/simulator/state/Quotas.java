package dev.amioperator.simulator.state;

/**
 * Quotas of EC2 for each account and region.
 *
 * @param snapshotCopies copies in progress into the region, counted in snapshots
 * @param snapshotCopyMibPerSecond throughput of the time-based copies between two regions
 * @param images images in the region, those in the Recycle Bin included
 * @param publicImages public images in the region
 */
public record Quotas(
    int snapshotCopies, int snapshotCopyMibPerSecond, int images, int publicImages) {
  /** Default quotas of AWS. */
  public static final Quotas DEFAULT = new Quotas(20, 2000, 50_000, 5);

  /** Copy with another image quota. */
  public Quotas withImages(int limit) {
    return new Quotas(snapshotCopies, snapshotCopyMibPerSecond, limit, publicImages);
  }
}
