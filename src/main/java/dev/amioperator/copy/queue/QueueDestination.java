package dev.amioperator.copy.queue;

import dev.amioperator.ec2.AccountRegion;

/** AWS account and region that image copies are made in, whichever AwsAccount names it. */
public record QueueDestination(String accountId, String region) {
  public static QueueDestination of(AccountRegion accountRegion) {
    return new QueueDestination(accountRegion.accountId(), accountRegion.region());
  }

  @Override
  public String toString() {
    return accountId + "/" + region;
  }
}
