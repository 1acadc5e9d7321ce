package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import dev.amioperator.simulator.state.Partition;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Look-up of SSM parameters by name, version and label. */
final class ParameterLookup {
  private static final Pattern SELECTED =
      Pattern.compile("([^:]+):([0-9]{1,9}|[A-Za-z][A-Za-z0-9._-]{0,99})");

  private ParameterLookup() {}

  /** SSM parameter in a version; a null selector means the newest. */
  record Selected(Parameter parameter, Parameter.Version version, String selector) {}

  /** SSM parameter by name, {@code NAME:VERSION} or {@code NAME:LABEL}. */
  static Optional<Selected> find(Call call, String name) {
    Optional<Parameter> parameter = known(call, plain(name), RequestContext.EMPTY);
    if (name.equals(plain(name))) {
      return parameter
          .filter(found -> found.current(call.now()) != null)
          .map(found -> new Selected(found, found.current(call.now()), null));
    }
    String selector = name.substring(plain(name).length());
    return parameter.flatMap(
        found ->
            found
                .selected(selector.substring(1), call.now())
                .map(version -> new Selected(found, version, selector)));
  }

  /**
   * SSM parameter of the caller by name, even if it has no value yet.
   *
   * @throws ApiError {@code ValidationException} without a name, {@code AccessDeniedException}
   */
  static Optional<Parameter> own(Call call, String name) {
    return own(call, name, RequestContext.EMPTY);
  }

  /**
   * SSM parameter of the caller by name, even if it has no value yet.
   *
   * @param request condition keys of the request
   * @throws ApiError {@code ValidationException} without a name, {@code AccessDeniedException}
   */
  static Optional<Parameter> own(Call call, String name, RequestContext request) {
    return known(call, name, request)
        .filter(parameter -> parameter.ownerId().equals(call.accountId()));
  }

  /**
   * SSM parameter of the caller, with a value.
   *
   * @throws ApiError {@code ParameterNotFound}
   */
  static Parameter require(Call call, String name) {
    return own(call, name)
        .filter(parameter -> parameter.current(call.now()) != null)
        .orElseThrow(() -> notFound(name));
  }

  static ApiError notFound(String name) {
    return new ApiError("ParameterNotFound", "Parameter " + name + " not found.");
  }

  static ApiError versionNotFound(String name, Object version) {
    return new ApiError(
        "ParameterVersionNotFound",
        "Systems Manager could not find version " + version + " of " + name + ".");
  }

  /** Error for a name, with or without selector, that {@link #find} does not find. */
  static ApiError noSuch(Call call, String name) {
    return find(call, plain(name)).isEmpty()
        ? notFound(name)
        : versionNotFound(plain(name), name.substring(plain(name).length() + 1));
  }

  static String arn(Call call, Parameter parameter) {
    return arn(call, parameter.ownerId(), parameter.name());
  }

  static String arn(Call call, String ownerId, String name) {
    String resource = "parameter" + (name.startsWith("/") ? "" : "/") + name;
    return Partition.arn("ssm", call.region().name(), ownerId, resource);
  }

  /** Name of an SSM parameter without its selector. */
  private static String plain(String name) {
    Matcher matcher = SELECTED.matcher(String.valueOf(name));
    return matcher.matches() ? matcher.group(1) : name;
  }

  private static Optional<Parameter> known(Call call, String name, RequestContext request) {
    if (name == null) {
      throw new ApiError("ValidationException", "name is required");
    }
    Optional<Parameter> found = call.region().parameters().find(call.accountId(), name);
    call.authorize(
        arn(call, Parameter.ownerOf(call.accountId(), name), name),
        found.map(Parameter::tags).orElseGet(Map::of),
        request);
    return found;
  }
}
