package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Calls AWS within the rate limits; a failed call throws {@link Ec2CallException}. */
record ApiCaller(AwsClientProvider clients, RateLimiter rateLimiter) {

  /** An EC2 read, repeated at once after a lost response. */
  <T> T read(
      AccountRegion region, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    try {
      return call(region, actionClass, action, call);
    } catch (Ec2CallException failure) {
      if (failure.errorClass() != ErrorClass.TRANSIENT) {
        throw failure;
      }
      return call(region, actionClass, action, call);
    }
  }

  <T> T call(
      AccountRegion region, ActionClass actionClass, String action, Function<Ec2Client, T> call) {
    return limited(
        region,
        actionClass,
        "ec2",
        action,
        () -> call.apply(clients.ec2(region.account(), region.region())));
  }

  <T> T ssm(AccountRegion region, String action, Function<SsmClient, T> call) {
    return limited(
        region,
        ActionClass.PARAMETER_READ,
        "ssm",
        action,
        () -> call.apply(clients.ssm(region.account(), region.region())));
  }

  /** A KMS call, without rate limit: each key is read about once in an hour. */
  <T> T kms(AccountRegion region, String action, Function<KmsClient, T> call) {
    return send(
        "kms",
        action,
        region.accountId(),
        () -> call.apply(clients.kms(region.account(), region.region())));
  }

  private <T> T limited(
      AccountRegion region,
      ActionClass actionClass,
      String service,
      String action,
      Supplier<T> call) {
    rateLimiter.acquire(region, actionClass, action);
    try {
      return send(service, action, region.accountId(), call);
    } catch (Ec2CallException failure) {
      if (failure.errorClass() == ErrorClass.THROTTLED) {
        rateLimiter.throttled(region, actionClass);
      }
      throw failure;
    }
  }

  /**
   * Sends an AWS call without rate limit.
   *
   * @param accountId the account of the call; empty if unknown
   */
  static <T> T send(String service, String action, String accountId, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException thrown) {
      throw ErrorClassifier.toEc2CallException(service, action, accountId, thrown);
    }
  }
}
