package dev.amioperator.simulator.state;

/**
 * Machine traits of an image: unchanged from instance to image and from image to copy. Absent
 * traits are null.
 */
public record MachineTraits(
    String architecture,
    String rootDeviceName,
    String rootDeviceType,
    String virtualizationType,
    boolean enaSupport,
    String sriovNetSupport,
    String bootMode,
    String tpmSupport,
    String imdsSupport,
    String uefiData,
    String kernelId,
    String ramdiskId,
    String platform,
    String platformDetails,
    String usageOperation) {

  /** Traits of a current Linux image on EBS. */
  public static MachineTraits linux(String architecture, String rootDeviceName) {
    return ebs(architecture, rootDeviceName, null, "Linux/UNIX", "RunInstances");
  }

  /** Traits of a current Windows image on EBS. */
  public static MachineTraits windows(String architecture, String rootDeviceName) {
    return ebs(architecture, rootDeviceName, "windows", "Windows", "RunInstances:0002");
  }

  private static MachineTraits ebs(
      String architecture,
      String rootDeviceName,
      String platform,
      String platformDetails,
      String usageOperation) {
    return new MachineTraits(
        architecture,
        rootDeviceName,
        "ebs",
        "hvm",
        true,
        "simple",
        null,
        null,
        null,
        null,
        null,
        null,
        platform,
        platformDetails,
        usageOperation);
  }

  /** Copy with another IMDS support of the image; EC2 only changes it to v2.0. */
  public MachineTraits withImdsSupport(String support) {
    return new MachineTraits(
        architecture,
        rootDeviceName,
        rootDeviceType,
        virtualizationType,
        enaSupport,
        sriovNetSupport,
        bootMode,
        tpmSupport,
        support,
        uefiData,
        kernelId,
        ramdiskId,
        platform,
        platformDetails,
        usageOperation);
  }
}
