package dev.amioperator.ec2;

/** Whose credentials these are (STS GetCallerIdentity). */
public interface CallerIdentity {
  /**
   * The twelve digits of the account.
   *
   * @param account the name of the AwsAccount whose credentials are meant
   * @throws Ec2CallException when there are no credentials, or STS does not answer
   */
  String accountId(String account);
}
