package dev.amioperator.ec2;

import java.util.List;

/** A KMS action on a key of the account that is called, in the key's region. */
public sealed interface KmsAction extends AwsAction {
  /** The ARN of the key that the action is about. */
  String keyArn();

  @Override
  default String resource() {
    return keyArn();
  }

  /**
   * CreateGrant. A repeated call with the same arguments creates no second grant. It may take
   * minutes until other services know a new grant.
   *
   * @param name in all grants of a Kubernetes object: {@code GrantName}
   * @param grantee ARN of the principal that may use the key: an account, a role or a user
   * @param operations such as {@code Decrypt}
   */
  record CreateGrant(String keyArn, String name, String grantee, List<String> operations)
      implements KmsAction {
    /**
     * Operations that EC2 needs to copy snapshots which are encrypted with another account's key.
     */
    public static final List<String> OPERATIONS_OF_COPIES =
        List.of(
            "CreateGrant",
            "Decrypt",
            "DescribeKey",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo");

    public CreateGrant {
      operations = List.copyOf(operations);
    }
  }

  /** RevokeGrant. A missing grant counts as revoked. */
  record RevokeGrant(String keyArn, String grantId) implements KmsAction {}
}
