package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Calls AWS within the rate limits; a failed call throws {@link Ec2CallException}. */
record ApiCaller(AwsClientProvider clients, RateLimiter rateLimiter) {
  /**
   * Codes of temporary credentials that have ended: of EC2, of the Query services and of those with
   * JSON. AWS refuses such a call before it has any effect.
   */
  private static final Set<String> EXPIRED_CREDENTIAL_CODES =
      Set.of("RequestExpired", "ExpiredToken", "ExpiredTokenException");

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
        region, actionClass, action, () -> send(region, "ec2", action, clients::ec2, call));
  }

  <T> T ssm(AccountRegion region, String action, Function<SsmClient, T> call) {
    return limited(
        region,
        ActionClass.PARAMETER_READ,
        action,
        () -> send(region, "ssm", action, clients::ssm, call));
  }

  <T> T autoScaling(AccountRegion region, String action, Function<AutoScalingClient, T> call) {
    return limited(
        region,
        ActionClass.SCALING_READ,
        action,
        () -> send(region, "autoscaling", action, clients::autoScaling, call));
  }

  /** A KMS call, without rate limit: each key is read about once in an hour. */
  <T> T kms(AccountRegion region, String action, Function<KmsClient, T> call) {
    return send(region, "kms", action, clients::kms, call);
  }

  /** An Image Builder call, without rate limit: each region is read about once in hours. */
  <T> T imageBuilder(AccountRegion region, String action, Function<ImagebuilderClient, T> call) {
    return send(region, "imagebuilder", action, clients::imageBuilder, call);
  }

  /** A Batch call, without rate limit: a page for each 100 compute environments. */
  <T> T batch(AccountRegion region, String action, Function<BatchClient, T> call) {
    return send(region, "batch", action, clients::batch, call);
  }

  /** A call for the rules of the Recycle Bin, without rate limit: read about once in hours. */
  <T> T rbin(AccountRegion region, String action, Function<RbinClient, T> call) {
    return send(region, "rbin", action, clients::rbin, call);
  }

  private <T> T limited(
      AccountRegion region, ActionClass actionClass, String action, Supplier<T> call) {
    rateLimiter.acquire(region, actionClass, action);
    try {
      return call.get();
    } catch (Ec2CallException failure) {
      if (failure.errorClass() == ErrorClass.THROTTLED) {
        rateLimiter.throttled(region, actionClass);
      }
      throw failure;
    }
  }

  /** Sends a call, and once more with new credentials if AWS answers that they are expired. */
  private <C, T> T send(
      AccountRegion region,
      String service,
      String action,
      BiFunction<String, String, C> clientOf,
      Function<C, T> call) {
    AwsCall awsCall = new AwsCall(service, action, region.accountId(), region.region());
    C client = client(region, clientOf);
    String accessKeyId = clients.accessKeyId(region);
    try {
      return classified(awsCall, () -> call.apply(client));
    } catch (Ec2CallException failure) {
      if (!EXPIRED_CREDENTIAL_CODES.contains(failure.code())
          || !clients.expired(region.account(), accessKeyId)) {
        throw failure;
      }
    }
    C renewed = client(region, clientOf);
    return classified(awsCall, () -> call.apply(renewed));
  }

  /** A client with the credentials of this account id, also if the role changes meanwhile. */
  private <C> C client(AccountRegion region, BiFunction<String, String, C> clientOf) {
    clients.accessKeyId(region);
    C client = clientOf.apply(region.account(), region.region());
    clients.accessKeyId(region);
    return client;
  }

  /** Calls AWS and counts it; the SDK's exception becomes an {@link Ec2CallException}. */
  static <T> T classified(AwsCall awsCall, Supplier<T> call) {
    Timer.Sample sample = CallMetrics.start();
    try {
      T response = call.get();
      CallMetrics.succeeded(awsCall, sample);
      return response;
    } catch (SdkException thrown) {
      Ec2CallException failure =
          ErrorClassifier.toEc2CallException(
              awsCall.service(), awsCall.action(), awsCall.accountId(), thrown);
      CallMetrics.failed(awsCall, failure, sample);
      throw failure;
    }
  }
}
