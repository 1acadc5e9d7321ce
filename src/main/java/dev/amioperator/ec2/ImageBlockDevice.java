package dev.amioperator.ec2;

import java.util.Optional;

/** A desired block device of an image, or its absence (BlockDeviceMapping). */
public sealed interface ImageBlockDevice {
  /** Such as {@code /dev/sdf}. */
  String name();

  /**
   * An EBS volume; what is empty is EC2's choice, or as on the instance.
   *
   * @param sizeGib in GiB
   * @param type EC2's volume type
   * @param throughput in MiB a second
   * @param kmsKeyId only for the volume of a launched instance
   */
  record Ebs(
      String name,
      Optional<String> snapshotId,
      Optional<Integer> sizeGib,
      Optional<String> type,
      Optional<Integer> iops,
      Optional<Integer> throughput,
      Optional<Boolean> deleteOnTermination,
      Optional<Boolean> encrypted,
      Optional<String> kmsKeyId)
      implements ImageBlockDevice {

    /** Copy with another KMS key. */
    public Ebs withKmsKeyId(Optional<String> key) {
      return new Ebs(
          name, snapshotId, sizeGib, type, iops, throughput, deleteOnTermination, encrypted, key);
    }
  }

  /**
   * An instance store volume.
   *
   * @param virtualName such as {@code ephemeral0}
   */
  record InstanceStore(String name, String virtualName) implements ImageBlockDevice {}

  /** A device of the instance that its image leaves out. */
  record NoDevice(String name) implements ImageBlockDevice {}
}
