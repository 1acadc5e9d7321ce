package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** SSM's Parameter Store over the SDK, within the limits. Secrets are never decrypted. */
public final class AwsSsm implements ParameterReads {
  private static final String ACTION = "GetParameters";

  private final AwsClientProvider clients;
  private final RateLimiter rateLimiter;

  public AwsSsm(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.clients = clients;
    this.rateLimiter = rateLimiter;
  }

  @Override
  public Map<String, String> parameters(AccountRegion accountRegion, List<String> names) {
    rateLimiter.acquire(accountRegion, ActionClass.PARAMETER_READ, ACTION);
    try {
      return clients
          .ssm(accountRegion.account(), accountRegion.region())
          .getParameters(request -> request.names(names))
          .parameters()
          .stream()
          .collect(Collectors.toMap(Parameter::name, Parameter::value));
    } catch (SdkException thrown) {
      Ec2CallException failure = ErrorClassifier.toEc2CallException("ssm", ACTION, thrown);
      if (failure.errorClass() == ErrorClass.THROTTLED) {
        rateLimiter.throttled(accountRegion, ActionClass.PARAMETER_READ);
      }
      throw failure;
    }
  }
}
