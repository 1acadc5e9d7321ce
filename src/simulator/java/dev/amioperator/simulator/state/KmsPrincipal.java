package dev.amioperator.simulator.state;

/**
 * Principal that uses KMS keys.
 *
 * @param arn ARN of the user, or of the session of a role
 * @param policyArn ARN of the user or of the role itself
 */
public record KmsPrincipal(String accountId, String arn, String policyArn) {
  /** Whether a grant's principal is this one: the user, the role, its session, or the account. */
  public boolean is(String grantee) {
    return grantee.equals(arn)
        || grantee.equals(policyArn)
        || (grantee.startsWith("arn:") && grantee.endsWith("::" + accountId + ":root"));
  }
}
