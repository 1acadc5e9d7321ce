package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.CallerIdentity;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks STS, which needs no permission to say who one is. */
@Singleton
final class StsCaller implements CallerIdentity {
  private final ClientSource clients;

  StsCaller(ClientSource clients) {
    this.clients = clients;
  }

  @Override
  public String accountId(String account) {
    try {
      return clients.sts(account).getCallerIdentity().account();
    } catch (SdkException e) {
      throw Failures.of("sts", "GetCallerIdentity", e);
    }
  }
}
