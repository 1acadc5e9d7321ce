package dev.amioperator.ec2;

/**
 * What an image that is registered asks of the machine it runs on, in EC2's words. What is empty is
 * left to EC2.
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

  /** Without the variable store, which nobody wants to see in a log. */
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
