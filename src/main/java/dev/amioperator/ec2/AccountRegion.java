package dev.amioperator.ec2;

/**
 * One account's EC2 in one region: where calls go.
 *
 * @param account the name of the AwsAccount whose credentials are used
 * @param accountId the twelve digits that STS said belong to it; calls go nowhere else
 * @param region such as {@code eu-west-1}
 */
public record AccountRegion(String account, String accountId, String region) {
  @Override
  public String toString() {
    return accountId + "/" + region;
  }
}
