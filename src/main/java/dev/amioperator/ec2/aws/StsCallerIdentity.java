package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.CallerIdentity;
import jakarta.inject.Singleton;

/** The AWS account of the credentials, read from STS, which needs no permission for it. */
@Singleton
final class StsCallerIdentity implements CallerIdentity {
  private final AwsClientProvider clients;

  StsCallerIdentity(AwsClientProvider clients) {
    this.clients = clients;
  }

  @Override
  public String accountId(String account) {
    return ApiCaller.send(
        "sts", "GetCallerIdentity", "", () -> clients.sts(account).getCallerIdentity().account());
  }
}
