package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/** SSM parameters as the API shows them. */
final class ParameterViews {
  private static final String SECURE = "SecureString";

  private ParameterViews() {}

  /** SSM parameter with its value, of which a SecureString shows the plain text on demand only. */
  static software.amazon.awssdk.services.ssm.model.Parameter show(
      Call call, ParameterLookup.Selected selected, Boolean withDecryption) {
    Parameter parameter = selected.parameter();
    Parameter.Version version = selected.version();
    return software.amazon.awssdk.services.ssm.model.Parameter.builder()
        .name(parameter.name())
        .type(parameter.type())
        .dataType(parameter.dataType())
        .value(value(parameter, version, withDecryption))
        .version(version.number())
        .selector(selected.selector())
        .lastModifiedDate(version.lastModified())
        .arn(ParameterLookup.arn(call, parameter))
        .build();
  }

  /** SSM parameter as DescribeParameters shows it. */
  static ParameterMetadata metadata(Call call, Parameter parameter) {
    Parameter.Version version = parameter.current(call.now());
    Parameter.Description description = version.description();
    return ParameterMetadata.builder()
        .name(parameter.name())
        .arn(ParameterLookup.arn(call, parameter))
        .type(parameter.type())
        .dataType(parameter.dataType())
        .version(version.number())
        .lastModifiedDate(version.lastModified())
        .lastModifiedUser(description.user())
        .description(description.text())
        .keyId(description.keyId())
        .allowedPattern(description.allowedPattern())
        .tier(description.tier())
        .policies(List.of())
        .build();
  }

  /** SSM parameter version as GetParameterHistory shows it. */
  static ParameterHistory history(
      Parameter parameter, Parameter.Version version, Boolean withDecryption) {
    Parameter.Description description = version.description();
    return ParameterHistory.builder()
        .name(parameter.name())
        .type(parameter.type())
        .dataType(parameter.dataType())
        .value(value(parameter, version, withDecryption))
        .version(version.number())
        .labels(parameter.labelsOf(version.number()))
        .lastModifiedDate(version.lastModified())
        .lastModifiedUser(description.user())
        .description(description.text())
        .keyId(description.keyId())
        .allowedPattern(description.allowedPattern())
        .tier(description.tier())
        .policies(List.of())
        .build();
  }

  private static String value(
      Parameter parameter, Parameter.Version version, Boolean withDecryption) {
    if (!parameter.type().equals(SECURE) || Boolean.TRUE.equals(withDecryption)) {
      return version.value();
    }
    byte[] text = version.value().getBytes(StandardCharsets.UTF_8);
    return "AQICAH" + Base64.getEncoder().encodeToString(text);
  }
}
