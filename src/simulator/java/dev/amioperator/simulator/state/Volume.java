package dev.amioperator.simulator.state;

/** A volume attached to an instance. */
public record Volume(
    String id,
    String deviceName,
    int sizeGib,
    String type,
    Snapshot.Encryption encryption,
    boolean deleteOnTermination,
    String snapshotId,
    Integer iops,
    Integer throughput) {}
