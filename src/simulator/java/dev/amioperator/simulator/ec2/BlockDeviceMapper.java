package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.BlockDevice;
import dev.amioperator.simulator.state.Snapshot;
import dev.amioperator.simulator.state.Volume;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;

/** Conversion of block device mappings of the EC2 API. */
final class BlockDeviceMapper {
  /** Smallest and largest size of each EBS volume type, in GiB. */
  private static final Map<String, int[]> SIZES =
      Map.of(
          "standard", new int[] {1, 1024},
          "gp2", new int[] {1, 16_384},
          "gp3", new int[] {1, 65_536},
          "io1", new int[] {4, 16_384},
          "io2", new int[] {4, 65_536},
          "st1", new int[] {125, 16_384},
          "sc1", new int[] {125, 16_384});

  private BlockDeviceMapper() {}

  static ApiError invalidMapping(String message) {
    return new ApiError("InvalidBlockDeviceMapping", message);
  }

  /** Block device of an image for a volume of an instance. */
  static BlockDevice fromVolume(Volume volume) {
    return new BlockDevice(
        volume.deviceName(),
        null,
        volume.snapshotId(),
        volume.sizeGib(),
        volume.type(),
        volume.deleteOnTermination(),
        volume.encryption().encrypted(),
        volume.iops(),
        volume.throughput());
  }

  /**
   * Device name of a block device mapping.
   *
   * @throws ApiError {@code MissingParameter}
   */
  static String deviceName(BlockDeviceMapping mapping) {
    if (mapping.deviceName() == null || mapping.deviceName().isEmpty()) {
      throw Ec2Errors.missingParameter("deviceName");
    }
    return mapping.deviceName();
  }

  /**
   * Block device for a block device mapping.
   *
   * @param base defaults for what the mapping leaves out; null for a new device
   * @throws ApiError {@code InvalidBlockDeviceMapping}, {@code InvalidSnapshot.NotFound}, {@code
   *     InvalidParameterValue}, {@code IncorrectState}
   */
  static BlockDevice fromMapping(Call call, BlockDeviceMapping mapping, BlockDevice base) {
    String name = deviceName(mapping);
    if (mapping.virtualName() != null) {
      return new BlockDevice(name, mapping.virtualName(), null, 0, null, false, false, null, null);
    }
    EbsBlockDevice ebs = mapping.ebs();
    if (ebs == null) {
      throw Ec2Errors.missingParameter("ebs");
    }
    Snapshot snapshot = snapshot(call, ebs, base);
    int smallest = snapshot != null ? snapshot.sizeGib() : base != null ? base.sizeGib() : 0;
    int size = Objects.requireNonNullElse(ebs.volumeSize(), smallest);
    if (size == 0) {
      throw Ec2Errors.missingParameter("size/snapshotId");
    }
    checkSize(size, smallest, snapshot);
    String type = type(ebs, base, size);
    return new BlockDevice(
        name,
        null,
        snapshot == null ? null : snapshot.id(),
        size,
        type,
        orElse(ebs.deleteOnTermination(), base == null || base.deleteOnTermination()),
        snapshot != null ? snapshot.encryption().encrypted() : encrypted(ebs, base),
        ebs.iops() != null ? ebs.iops() : defaultIops(type, base),
        ebs.throughput() != null ? ebs.throughput() : defaultThroughput(type, base));
  }

  /** Block device as the EC2 API shows it. */
  static BlockDeviceMapping show(BlockDevice device) {
    BlockDeviceMapping.Builder mapping =
        BlockDeviceMapping.builder().deviceName(device.deviceName());
    if (!device.ebs()) {
      return mapping.virtualName(device.virtualName()).build();
    }
    return mapping
        .ebs(
            EbsBlockDevice.builder()
                .snapshotId(device.snapshotId())
                .volumeSize(device.sizeGib())
                .volumeType(device.volumeType())
                .deleteOnTermination(device.deleteOnTermination())
                .encrypted(device.encrypted())
                .iops(device.iops())
                .throughput(device.throughput())
                .build())
        .build();
  }

  private static Snapshot snapshot(Call call, EbsBlockDevice ebs, BlockDevice base) {
    if (ebs.snapshotId() == null) {
      return null;
    }
    if (base != null) {
      throw invalidMapping("A snapshotId cannot be given for a device that the instance has");
    }
    Snapshot snapshot = ResourceLookup.snapshot(call, call.region(), ebs.snapshotId());
    if (!snapshot.state(call.now()).equals("completed")) {
      throw Ec2Errors.incorrectState(
          "Snapshot '" + snapshot.id() + "' is in state '" + snapshot.state(call.now()) + "'");
    }
    return snapshot;
  }

  private static void checkSize(int size, int smallest, Snapshot snapshot) {
    if (size >= smallest) {
      return;
    }
    String than = snapshot == null ? "the volume it replaces" : "snapshot '" + snapshot.id() + "'";
    throw invalidMapping(
        "Volume of size "
            + size
            + "GB is smaller than "
            + than
            + ", expect size>= "
            + smallest
            + "GB");
  }

  private static String type(EbsBlockDevice ebs, BlockDevice base, int size) {
    String fallback = base == null || base.volumeType() == null ? "gp2" : base.volumeType();
    String type = Objects.requireNonNullElse(ebs.volumeTypeAsString(), fallback);
    int[] bounds = SIZES.get(type);
    if (bounds == null) {
      throw Ec2Errors.invalidValue(type, "volumeType", "Unknown volume type.");
    }
    if (size < bounds[0] || size > bounds[1]) {
      throw Ec2Errors.invalidValue(
          "Volume of "
              + size
              + "GiB is invalid; must be between "
              + bounds[0]
              + "GiB and "
              + bounds[1]
              + "GiB for volume type "
              + type);
    }
    if (type.startsWith("io") && ebs.iops() == null && (base == null || base.iops() == null)) {
      throw new ApiError(
          "MissingParameter", "The parameter iops must be specified for " + type + " volumes.");
    }
    return type;
  }

  private static boolean encrypted(EbsBlockDevice ebs, BlockDevice base) {
    return orElse(ebs.encrypted(), base != null && base.encrypted());
  }

  private static Integer defaultIops(String type, BlockDevice base) {
    if (base != null && type.equals(base.volumeType())) {
      return base.iops();
    }
    return type.equals("gp3") ? Integer.valueOf(3000) : null;
  }

  private static Integer defaultThroughput(String type, BlockDevice base) {
    if (base != null && type.equals(base.volumeType())) {
      return base.throughput();
    }
    return type.equals("gp3") ? Integer.valueOf(125) : null;
  }

  private static boolean orElse(Boolean given, boolean fallback) {
    return given == null ? fallback : given;
  }
}
