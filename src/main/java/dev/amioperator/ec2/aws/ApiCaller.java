package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;

/** Makes calls within the limits, and tells failures in the operator's own words. */
final class ApiCaller {
  private final AwsClientProvider clients;
  private final RateLimiter rateLimiter;

  ApiCaller(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.clients = clients;
    this.rateLimiter = rateLimiter;
  }

  /** A read that got lost is asked once more at once; a write never, it may have happened. */
  <T> T read(
      AccountRegion accountRegion,
      ActionClass actionClass,
      String action,
      Function<Ec2Client, T> call) {
    try {
      return call(accountRegion, actionClass, action, call);
    } catch (Ec2CallException failure) {
      if (failure.errorClass() != ErrorClass.TRANSIENT) {
        throw failure;
      }
      return call(accountRegion, actionClass, action, call);
    }
  }

  <T> T call(
      AccountRegion accountRegion,
      ActionClass actionClass,
      String action,
      Function<Ec2Client, T> call) {
    rateLimiter.acquire(accountRegion, actionClass, action);
    try {
      return call.apply(clients.ec2(accountRegion.account(), accountRegion.region()));
    } catch (SdkException thrown) {
      Ec2CallException failure = ErrorClassifier.toEc2CallException(action, thrown);
      if (failure.errorClass() == ErrorClass.THROTTLED) {
        rateLimiter.throttled(accountRegion, actionClass);
      }
      throw failure;
    }
  }

  /** KMS counts its calls by itself, and these are few: a key is asked about once an hour. */
  <T> T kms(AccountRegion accountRegion, String action, Function<KmsClient, T> call) {
    try {
      return call.apply(clients.kms(accountRegion.account(), accountRegion.region()));
    } catch (SdkException thrown) {
      throw ErrorClassifier.toEc2CallException("kms", action, thrown);
    }
  }
}
