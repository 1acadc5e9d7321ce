package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ParameterReads;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** SSM Parameter Store over the SDK, within the rate limits; secrets stay encrypted. */
public final class AwsSsm implements ParameterReads {
  private final ApiCaller apiCaller;

  public AwsSsm(AwsClientProvider clients, RateLimiter rateLimiter) {
    this.apiCaller = new ApiCaller(clients, rateLimiter);
  }

  @Override
  public Map<String, String> parameters(AccountRegion region, List<String> names) {
    return apiCaller
        .ssm(region, "GetParameters", ssm -> ssm.getParameters(request -> request.names(names)))
        .parameters()
        .stream()
        .collect(Collectors.toMap(Parameter::name, Parameter::value));
  }
}
