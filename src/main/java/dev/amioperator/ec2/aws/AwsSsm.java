package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Ec2Failure;
import dev.amioperator.ec2.Ec2Failure.Kind;
import dev.amioperator.ec2.ParameterReads;
import dev.amioperator.ec2.Place;
import dev.amioperator.ec2.aws.Limits.ActionClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** SSM's Parameter Store over the SDK, within the limits. Secrets are never decrypted. */
public final class AwsSsm implements ParameterReads {
  private static final String ACTION = "GetParameters";

  private final ClientSource clients;
  private final Limits limits;

  public AwsSsm(ClientSource clients, Limits limits) {
    this.clients = clients;
    this.limits = limits;
  }

  @Override
  public Map<String, String> parameters(Place place, List<String> names) {
    limits.spend(place, ActionClass.PARAMETER_READ, ACTION);
    try {
      return clients
          .ssm(place.account(), place.region())
          .getParameters(request -> request.names(names))
          .parameters()
          .stream()
          .collect(Collectors.toMap(Parameter::name, Parameter::value));
    } catch (SdkException thrown) {
      Ec2Failure failure = Failures.of("ssm", ACTION, thrown);
      if (failure.kind() == Kind.THROTTLED) {
        limits.throttled(place, ActionClass.PARAMETER_READ);
      }
      throw failure;
    }
  }
}
