package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.CallerIdentity;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks STS, which needs no permission to say who one is. */
@Singleton
final class StsCallerIdentity implements CallerIdentity {
  private final AwsClientProvider clients;

  StsCallerIdentity(AwsClientProvider clients) {
    this.clients = clients;
  }

  @Override
  public String accountId(String account) {
    try {
      return clients.sts(account).getCallerIdentity().account();
    } catch (SdkException e) {
      throw ErrorClassifier.toEc2CallException("sts", "GetCallerIdentity", e);
    }
  }
}
