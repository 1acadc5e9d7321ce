package dev.amioperator.simulator.state;

import java.time.Instant;

/** An EBS snapshot. */
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

  /** Whether the bytes are encrypted, and with which key (its ARN; null if they are not). */
  public record Encryption(boolean encrypted, String kmsKeyArn) {
    /** No encryption. */
    public static final Encryption NONE = new Encryption(false, null);
  }

  /**
   * How a copied snapshot was copied.
   *
   * @param sourceId the snapshot that it is a copy of
   * @param timeBased what a time-based copy asked for; null for a standard one
   */
  public record CopyDetails(String sourceId, String sourceRegion, TimeBased timeBased) {}

  /**
   * A time-based copy.
   *
   * @param minutes the duration asked for
   * @param mibPerSecond the throughput that it takes of the quota
   */
  public record TimeBased(int minutes, double mibPerSecond) {}

  /** An image that was deregistered, and when: for a moment its snapshots still count as in use. */
  public record Release(String imageId, Instant at) {}

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

  /** The volume it was made from; {@code vol-ffffffff} for copies. */
  public String volumeId() {
    return volumeId;
  }

  public int sizeGib() {
    return sizeGib;
  }

  public String description() {
    return description;
  }

  public Encryption encryption() {
    return encryption;
  }

  public AsyncOperation creation() {
    return creation;
  }

  /** How it was copied; null if it is no copy. */
  public CopyDetails copyDetails() {
    return copyDetails;
  }

  /** Whether it counts against the quota of concurrent copies. */
  public boolean copyInProgress(Instant now) {
    return copyDetails != null && creation.stage(now) == AsyncOperation.Stage.PENDING;
  }

  /** EC2's word for the state at an instant. */
  public String state(Instant now) {
    return switch (creation.stage(now)) {
      case PENDING -> "pending";
      case DONE -> "completed";
      case FAILED -> "error";
    };
  }

  public Permissions sharing() {
    return sharing;
  }

  /** The last deregistration that let go of this snapshot; null if there was none. */
  public Release release() {
    return release;
  }

  public void release(Release last) {
    release = last;
  }

  /** Its lock, which may have expired; null if it was never locked or unlocked since. */
  public SnapshotLock lock() {
    return lock;
  }

  public void lock(SnapshotLock newLock) {
    lock = newLock;
  }

  public boolean locked(Instant now) {
    return lock != null && lock.active(now);
  }
}
