package dev.amioperator.ec2;

import java.util.List;

/**
 * Policy and grants of a KMS key, as far as KMS reveals them.
 *
 * @param awsManaged whether AWS manages the key, so that no other account can use it
 * @param policy its policy, a JSON document; empty when it could not be read
 * @param readError why the policy or the grants could not be read; empty when they were
 */
public record KmsKeyAccess(
    String arn, boolean awsManaged, String policy, List<Grant> grants, String readError) {
  public KmsKeyAccess {
    grants = List.copyOf(grants);
  }

  /**
   * A grant on a KMS key (ListGrants).
   *
   * @param name the name given to CreateGrant; empty for none
   * @param grantee the principal's ARN
   * @param operations such as {@code Decrypt}
   * @param constrained whether it applies to certain encryption contexts only
   */
  public record Grant(
      String id, String name, String grantee, List<String> operations, boolean constrained) {
    public Grant {
      operations = List.copyOf(operations);
    }
  }

  /** The account that owns the KMS key, from its ARN. */
  public String ownerId() {
    return arnPart(4);
  }

  /** The AWS partition of the key, such as {@code aws-cn}, from its ARN. */
  public String partition() {
    return arnPart(1);
  }

  private String arnPart(int index) {
    String[] parts = arn.split(":", -1);
    return index < parts.length ? parts[index] : "";
  }
}
