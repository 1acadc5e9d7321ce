package dev.amioperator.ec2;

/**
 * AWS account and principal that credentials belong to (STS GetCallerIdentity).
 *
 * @param accountId the twelve digits of the account
 * @param arn the ARN of the user or of the role's session
 */
public record CallerIdentity(String accountId, String arn) {
  /** The ARN without the name of the session, which changes with each session of some roles. */
  public String principal() {
    return arn.contains(":assumed-role/") ? arn.substring(0, arn.lastIndexOf('/')) : arn;
  }
}
