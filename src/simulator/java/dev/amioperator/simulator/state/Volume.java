package dev.amioperator.simulator.state;

/** EBS volume of an instance. */
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
