package dev.amioperator.simulator.state;

/** Import of a disk as a snapshot (ImportSnapshot). */
public final class ImportTask extends Resource {
  private final Disk disk;
  private final String description;
  private final String snapshotId;
  private final Snapshot.Encryption encryption;
  private final AsyncOperation creation;

  /** Disk in S3 that becomes a snapshot. */
  public record Disk(
      String bucket, String key, String url, String format, String description, int sizeGib) {}

  /** Creates an import task. */
  public ImportTask(
      String id,
      String ownerId,
      Disk disk,
      String description,
      String snapshotId,
      Snapshot.Encryption encryption,
      AsyncOperation creation) {
    super(id, ownerId);
    this.disk = disk;
    this.description = description;
    this.snapshotId = snapshotId;
    this.encryption = encryption;
    this.creation = creation;
  }

  @Override
  public String type() {
    return "import-snapshot-task";
  }

  /** Disk of the import task. */
  public Disk disk() {
    return disk;
  }

  /** Description of the import task. */
  public String description() {
    return description;
  }

  /** Snapshot that the import creates. */
  public String snapshotId() {
    return snapshotId;
  }

  /** Encryption of the import task. */
  public Snapshot.Encryption encryption() {
    return encryption;
  }

  /** Creation of the snapshot by the import task. */
  public AsyncOperation creation() {
    return creation;
  }
}
