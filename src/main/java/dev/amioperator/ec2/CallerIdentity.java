package dev.amioperator.ec2;

/** The AWS account that credentials belong to (STS GetCallerIdentity). */
public interface CallerIdentity {
  /**
   * The twelve digits of the AWS account.
   *
   * @param account the name of the AwsAccount whose credentials are used
   * @throws Ec2CallException when there are no credentials, or STS does not respond
   */
  String accountId(String account);
}
