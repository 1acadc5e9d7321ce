package dev.amioperator.simulator.state;

/**
 * One entry of a block device mapping: an EBS volume, or an ephemeral one where {@code virtualName}
 * is set.
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

  /** Whether it is an EBS volume. */
  public boolean ebs() {
    return virtualName == null;
  }

  /** The same device with another snapshot behind it. */
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
