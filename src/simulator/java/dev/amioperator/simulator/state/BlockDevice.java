package dev.amioperator.simulator.state;

/**
 * Block device mapping: an EBS volume, or an ephemeral volume with a {@code virtualName}.
 *
 * @param deviceName such as {@code /dev/xvda}
 * @param virtualName such as {@code ephemeral0}; null for EBS
 * @param snapshotId the snapshot behind it; null for an empty volume
 * @param sizeGib the size of the volume made from it
 * @param iops null where the type has none
 * @param throughput MiB/s, null where the type has none
 */
public record BlockDevice(
    String deviceName,
    String virtualName,
    String snapshotId,
    int sizeGib,
    String volumeType,
    boolean deleteOnTermination,
    boolean encrypted,
    Integer iops,
    Integer throughput) {

  /** Whether the block device is an EBS volume. */
  public boolean ebs() {
    return virtualName == null;
  }

  /** Copy of the block device with another snapshot. */
  public BlockDevice withSnapshot(String newSnapshotId, boolean nowEncrypted) {
    return new BlockDevice(
        deviceName,
        virtualName,
        newSnapshotId,
        sizeGib,
        volumeType,
        deleteOnTermination,
        nowEncrypted,
        iops,
        throughput);
  }
}
