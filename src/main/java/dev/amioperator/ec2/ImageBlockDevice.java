package dev.amioperator.ec2;

import java.util.Optional;

/** A device that an image shall have, or shall not have (BlockDeviceMapping). */
public sealed interface ImageBlockDevice {
  /** Such as {@code /dev/sdf}. */
  String name();

  /**
   * An EBS volume. What is empty is EC2's choice, or as on the instance.
   *
   * @param sizeGib in GiB
   * @param type EC2's word
   * @param throughput in MiB a second
   * @param kmsKeyId for the volume of an instance that is launched only
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
      implements ImageBlockDevice {}

  /**
   * A volume of the instance's store.
   *
   * @param virtualName such as {@code ephemeral0}
   */
  record InstanceStore(String name, String virtualName) implements ImageBlockDevice {}

  /** The instance has it, and the image has not. */
  record NoDevice(String name) implements ImageBlockDevice {}
}
