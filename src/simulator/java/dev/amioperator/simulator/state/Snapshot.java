package dev.amioperator.simulator.state;

import java.time.Instant;

/** EBS snapshot. */
public final class Snapshot extends Resource {
  private final String volumeId;
  private final int sizeGib;
  private final String description;
  private final Encryption encryption;
  private final AsyncOperation creation;
  private final CopyDetails copyDetails;
  private final Permissions sharing = new Permissions();
  private Release release;
  private SnapshotLock lock;

  /** Encryption of a snapshot, with the ARN of its KMS key, or null. */
  public record Encryption(boolean encrypted, String kmsKeyArn) {
    /** Unencrypted snapshot. */
    public static final Encryption NONE = new Encryption(false, null);
  }

  /**
   * Details of a snapshot copy.
   *
   * @param sourceId the source snapshot
   * @param timeBased details of a time-based copy; null for a standard copy
   */
  public record CopyDetails(String sourceId, String sourceRegion, TimeBased timeBased) {}

  /**
   * Details of a time-based snapshot copy.
   *
   * @param minutes the duration asked for
   * @param mibPerSecond the throughput that it takes from the quota
   */
  public record TimeBased(int minutes, double mibPerSecond) {}

  /** Deregistration of an image; its snapshots still count as in use for a moment. */
  public record Release(String imageId, Instant at) {}

  /** Creates a snapshot. */
  public Snapshot(
      String id,
      String ownerId,
      String volumeId,
      int sizeGib,
      String description,
      Encryption encryption,
      AsyncOperation creation,
      CopyDetails copyDetails) {
    super(id, ownerId);
    this.volumeId = volumeId;
    this.sizeGib = sizeGib;
    this.description = description;
    this.encryption = encryption;
    this.creation = creation;
    this.copyDetails = copyDetails;
  }

  @Override
  public String type() {
    return "snapshot";
  }

  /** Volume of the snapshot; {@code vol-ffffffff} for copies. */
  public String volumeId() {
    return volumeId;
  }

  /** Size of the snapshot in GiB. */
  public int sizeGib() {
    return sizeGib;
  }

  /** Description of the snapshot. */
  public String description() {
    return description;
  }

  /** Encryption of the snapshot. */
  public Encryption encryption() {
    return encryption;
  }

  /** Creation of the snapshot. */
  public AsyncOperation creation() {
    return creation;
  }

  /** Details of the snapshot copy; null for other snapshots. */
  public CopyDetails copyDetails() {
    return copyDetails;
  }

  /** Whether the snapshot counts against the quota of concurrent copies. */
  public boolean copyInProgress(Instant now) {
    return copyDetails != null && creation.stage(now) == AsyncOperation.Stage.PENDING;
  }

  /** State of the snapshot in the EC2 API. */
  public String state(Instant now) {
    return switch (creation.stage(now)) {
      case PENDING -> "pending";
      case DONE -> "completed";
      case FAILED -> "error";
    };
  }

  /** Mutable create volume permissions of the snapshot. */
  public Permissions sharing() {
    return sharing;
  }

  /** Last image deregistration that released the snapshot; null for none. */
  public Release release() {
    return release;
  }

  /** Records a deregistration that released the snapshot. */
  public void release(Release last) {
    release = last;
  }

  /** Lock of the snapshot, possibly expired; null for none. */
  public SnapshotLock lock() {
    return lock;
  }

  /** Sets or removes the lock of the snapshot. */
  public void lock(SnapshotLock newLock) {
    lock = newLock;
  }

  /** Whether the snapshot is locked at an instant. */
  public boolean locked(Instant now) {
    return lock != null && lock.active(now);
  }
}
