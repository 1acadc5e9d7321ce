package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Image ids from SSM parameters, in RunInstances and launch templates: {@code resolve:ssm:NAME} or
 * {@code resolve:ssm:NAME:VERSION}.
 */
final class ImageAliases {
  private static final String PREFIX = "resolve:ssm:";
  private static final Pattern ALIAS =
      Pattern.compile(PREFIX + "([^:]+)(?::([0-9]{1,9}|[A-Za-z][A-Za-z0-9._-]{0,99}))?");

  private ImageAliases() {}

  /**
   * Image id for an alias; an image id stays as it is.
   *
   * @throws ApiError {@code SsmInvalidParameter} if there is no such parameter, or it is not of the
   *     data type {@code aws:ec2:image}
   */
  static String resolve(Call call, String imageId) {
    if (imageId == null || !imageId.startsWith(PREFIX)) {
      return imageId;
    }
    Parameter.Version version = find(call, imageId).orElseThrow(() -> invalid(imageId));
    return version.value();
  }

  private static Optional<Parameter.Version> find(Call call, String alias) {
    Matcher matcher = ALIAS.matcher(alias);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Parameter> parameter =
        call.region().parameters().find(call.accountId(), matcher.group(1));
    parameter.ifPresent(ImageAliases::checkType);
    return matcher.group(2) == null
        ? parameter.map(found -> found.current(call.now()))
        : parameter.flatMap(found -> found.selected(matcher.group(2), call.now()));
  }

  private static void checkType(Parameter parameter) {
    if (!parameter.dataType().equals(Parameter.IMAGE_DATA_TYPE)) {
      throw new ApiError(
          "SsmInvalidParameter",
          "Unsupported data type. The following parameter data types are supported: "
              + Parameter.IMAGE_DATA_TYPE);
    }
  }

  private static ApiError invalid(String alias) {
    return new ApiError("SsmInvalidParameter", "The following aliases are invalid: " + alias);
  }
}
