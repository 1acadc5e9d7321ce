package dev.amioperator.ec2;

/**
 * AWS account and region of an EC2 call.
 *
 * @param account the name of the AwsAccount whose credentials are used
 * @param accountId the twelve digits that STS reports for its credentials
 * @param region such as {@code eu-west-1}
 */
public record AccountRegion(String account, String accountId, String region) {
  @Override
  public String toString() {
    return accountId + "/" + region;
  }
}
