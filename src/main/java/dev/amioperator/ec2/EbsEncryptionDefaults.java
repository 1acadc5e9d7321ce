package dev.amioperator.ec2;

/**
 * Default encryption of EBS in an account and region.
 *
 * @param enabled whether new snapshot copies are encrypted by default (GetEbsEncryptionByDefault)
 * @param kmsKeyId the key for copies that name none, an ARN or an alias (GetEbsDefaultKmsKeyId)
 */
public record EbsEncryptionDefaults(boolean enabled, String kmsKeyId) {
  /** The alias of the key that AWS manages, which no other account can use. */
  public static final String AWS_MANAGED_KEY = "alias/aws/ebs";

  /** Whether AWS manages the default key, by its alias. */
  public boolean hasAwsManagedKey() {
    return kmsKeyId.endsWith(AWS_MANAGED_KEY);
  }
}
