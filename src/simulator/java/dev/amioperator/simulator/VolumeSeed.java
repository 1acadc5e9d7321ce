package dev.amioperator.simulator;

/**
 * EBS volume to seed, of an instance or of an image.
 *
 * @param deviceName such as {@code /dev/xvda}; the first volume is the root
 * @param kmsKeyArn KMS key; null for an unencrypted volume
 * @param snapshotId an existing snapshot, for images; null for a new snapshot
 */
public record VolumeSeed(
    String deviceName,
    int sizeGib,
    String type,
    boolean deleteOnTermination,
    String kmsKeyArn,
    String snapshotId) {

  /** Unencrypted gp3 volume. */
  public static VolumeSeed of(String deviceName, int sizeGib) {
    return new VolumeSeed(deviceName, sizeGib, "gp3", true, null, null);
  }

  /** Copy with a KMS key of the volume. */
  public VolumeSeed encryptedWith(String keyArn) {
    return new VolumeSeed(deviceName, sizeGib, type, deleteOnTermination, keyArn, snapshotId);
  }

  /** Copy with an existing snapshot of the volume. */
  public VolumeSeed fromSnapshot(String existingSnapshotId) {
    return new VolumeSeed(
        deviceName, sizeGib, type, deleteOnTermination, kmsKeyArn, existingSnapshotId);
  }
}
