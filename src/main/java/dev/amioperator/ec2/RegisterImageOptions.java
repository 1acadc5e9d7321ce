package dev.amioperator.ec2;

/**
 * Machine requirements of a registered image, as EC2's values; an empty value is EC2's choice.
 *
 * @param uefiData the UEFI variable store in base64
 */
public record RegisterImageOptions(
    String architecture,
    String rootDeviceName,
    String virtualizationType,
    String bootMode,
    boolean enaSupport,
    String sriovNetSupport,
    String tpmSupport,
    String imdsSupport,
    String uefiData) {

  /** The options without the UEFI variable store, which is too long for a log. */
  @Override
  public String toString() {
    return "RegisterImageOptions[%s %s %s boot=%s ena=%s sriov=%s tpm=%s imds=%s uefiData=%d characters]"
        .formatted(
            architecture,
            rootDeviceName,
            virtualizationType,
            bootMode,
            enaSupport,
            sriovNetSupport,
            tpmSupport,
            imdsSupport,
            uefiData.length());
  }
}
