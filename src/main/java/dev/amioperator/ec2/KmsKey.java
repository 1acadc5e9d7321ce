package dev.amioperator.ec2;

/**
 * A KMS key (DescribeKey).
 *
 * @param state such as {@code Enabled}, {@code Disabled} or {@code PendingDeletion}
 * @param awsManaged whether AWS manages the key, so that no other account can use it
 * @param multiRegion whether the key has replicas, or may have them, with its id in other regions
 */
public record KmsKey(String arn, String state, boolean awsManaged, boolean multiRegion) {
  private static final String ENABLED = "Enabled";

  /** Whether snapshots can be encrypted with the key now. */
  public boolean enabled() {
    return state.equals(ENABLED);
  }
}
