package dev.amioperator.ec2;

import java.util.List;

/**
 * Who may use a KMS key, as KMS tells it.
 *
 * @param awsManaged whether AWS manages it: nobody else can be let use it
 * @param policy its policy, a JSON document; empty when it could not be read
 * @param readError why the policy or the grants could not be read; empty when they were
 */
public record KmsKeyAccess(
    String arn, boolean awsManaged, String policy, List<Grant> grants, String readError) {
  public KmsKeyAccess {
    grants = List.copyOf(grants);
  }

  /**
   * A grant on a key (ListGrants).
   *
   * @param grantee the principal's ARN
   * @param operations such as {@code Decrypt}
   * @param constrained whether it holds for some encryption contexts only
   */
  public record Grant(String grantee, List<String> operations, boolean constrained) {
    public Grant {
      operations = List.copyOf(operations);
    }
  }

  /** The account that the key belongs to, and its partition, are in its ARN. */
  public String ownerId() {
    return arnPart(4);
  }

  /** Such as {@code aws} or {@code aws-cn}. */
  public String partition() {
    return arnPart(1);
  }

  private String arnPart(int index) {
    String[] parts = arn.split(":", -1);
    return index < parts.length ? parts[index] : "";
  }
}
