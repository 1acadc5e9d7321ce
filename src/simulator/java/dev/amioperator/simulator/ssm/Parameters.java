package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Parameter;
import dev.amioperator.simulator.state.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/** PutParameter, GetParameter, GetParameters, DeleteParameter. */
public final class Parameters {
  private static final Duration VALIDATION = Duration.ofSeconds(2);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,1011}");
  private static final Pattern SELECTED = Pattern.compile("([^:]+):[0-9]{1,9}");
  private static final Set<String> TYPES = Set.of("String", "StringList", "SecureString");

  /**
   * PutParameter. A value of data type {@code aws:ec2:image} is checked after the response: it is
   * never written unless it is an image that the caller can use.
   *
   * @throws ApiError {@code ParameterAlreadyExists}, {@code ValidationException}, {@code
   *     HierarchyTypeMismatchException}
   */
  public PutParameterResponse put(Call call, PutParameterRequest request) {
    check(request);
    Optional<Parameter> before = own(call, request.name());
    if (before.isPresent() && !Boolean.TRUE.equals(request.overwrite())) {
      throw new ApiError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    Parameter parameter = before.orElseGet(() -> created(call, request));
    checkSame(parameter, request);
    Instant from = call.now();
    if (parameter.dataType().equals(Parameter.IMAGE_DATA_TYPE)) {
      if (!usable(call, request.value())) {
        return answer(parameter.nextVersion());
      }
      from = from.plus(VALIDATION);
    }
    Parameter.Version version =
        new Parameter.Version(parameter.nextVersion(), request.value(), call.now());
    parameter.put(version, from);
    call.region().put(parameter);
    return answer(version.number());
  }

  /**
   * GetParameter, in the newest version or the version of {@code NAME:VERSION}.
   *
   * @throws ApiError {@code ParameterNotFound}, {@code ParameterVersionNotFound}
   */
  public GetParameterResponse get(Call call, GetParameterRequest request) {
    return find(call, request.name())
        .map(found -> GetParameterResponse.builder().parameter(show(call, found)).build())
        .orElseThrow(() -> noSuch(call, request.name()));
  }

  /** GetParameters: unknown SSM parameters are listed as invalid. */
  public GetParametersResponse get(Call call, GetParametersRequest request) {
    List<software.amazon.awssdk.services.ssm.model.Parameter> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : request.names()) {
      find(call, name)
          .ifPresentOrElse(selected -> found.add(show(call, selected)), () -> missing.add(name));
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(missing).build();
  }

  /**
   * DeleteParameter.
   *
   * @throws ApiError {@code ParameterNotFound}
   */
  public DeleteParameterResponse delete(Call call, DeleteParameterRequest request) {
    call.region().remove(own(call, request.name()).orElseThrow(() -> notFound(request.name())));
    return DeleteParameterResponse.builder().build();
  }

  static ApiError notFound(String name) {
    return new ApiError("ParameterNotFound", "Parameter " + name + " not found.");
  }

  /**
   * SSM parameter of the caller by name, even if it has no value yet.
   *
   * @throws ApiError {@code ValidationException} without a name, {@code AccessDeniedException}
   */
  static Optional<Parameter> own(Call call, String name) {
    return known(call, name).filter(parameter -> parameter.ownerId().equals(call.accountId()));
  }

  /** SSM parameter in a version; a null selector means the newest. */
  private record Selected(Parameter parameter, Parameter.Version version, String selector) {}

  private static Optional<Selected> find(Call call, String name) {
    Optional<Parameter> parameter = known(call, plain(name));
    if (name.equals(plain(name))) {
      return parameter
          .filter(found -> found.current(call.now()) != null)
          .map(found -> new Selected(found, found.current(call.now()), null));
    }
    String selector = name.substring(plain(name).length());
    return parameter.flatMap(
        found ->
            found
                .version(Integer.parseInt(selector.substring(1)), call.now())
                .map(version -> new Selected(found, version, selector)));
  }

  /** Name of an SSM parameter without its version selector. */
  private static String plain(String name) {
    Matcher matcher = SELECTED.matcher(String.valueOf(name));
    return matcher.matches() ? matcher.group(1) : name;
  }

  private static ApiError noSuch(Call call, String name) {
    return find(call, plain(name)).isEmpty()
        ? notFound(name)
        : new ApiError(
            "ParameterVersionNotFound",
            "Systems Manager could not find version "
                + name.substring(plain(name).length() + 1)
                + " of "
                + plain(name)
                + ".");
  }

  private static Optional<Parameter> known(Call call, String name) {
    if (name == null) {
      throw new ApiError("ValidationException", "name is required");
    }
    Optional<Parameter> found = call.region().parameter(call.accountId(), name);
    call.authorize(
        arn(call, Parameter.ownerOf(call.accountId(), name), name),
        found.map(Parameter::tags).orElseGet(Map::of));
    return found;
  }

  private static void check(PutParameterRequest request) {
    if (request.name() == null || !NAME.matcher(request.name()).matches()) {
      throw new ApiError(
          "ValidationException",
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive) and has"
              + " letters, digits and the characters ._/-");
    }
    String plain = request.name().replaceFirst("^/", "");
    if (plain.regionMatches(true, 0, "aws", 0, 3) || plain.regionMatches(true, 0, "ssm", 0, 3)) {
      throw new ApiError(
          "ValidationException",
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
    }
    if (request.value() == null || request.value().isEmpty()) {
      throw new ApiError("ValidationException", "value is required");
    }
    if (Boolean.TRUE.equals(request.overwrite()) && !request.tags().isEmpty()) {
      throw new ApiError(
          "ValidationException",
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
  }

  private static Parameter created(Call call, PutParameterRequest request) {
    String type = request.typeAsString();
    if (type == null || !TYPES.contains(type)) {
      throw new ApiError("ValidationException", "A parameter type is required");
    }
    String dataType = Objects.requireNonNullElse(request.dataType(), "text");
    if (!dataType.equals("text") && !dataType.equals(Parameter.IMAGE_DATA_TYPE)) {
      throw new ApiError("ValidationException", "The data type " + dataType + " is not supported");
    }
    Parameter parameter = new Parameter(request.name(), call.accountId(), type, dataType);
    request.tags().forEach(tag -> parameter.tags().put(tag.key(), tag.value()));
    return parameter;
  }

  private static void checkSame(Parameter parameter, PutParameterRequest request) {
    if (request.dataType() != null && !request.dataType().equals(parameter.dataType())) {
      throw new ApiError("ValidationException", "The data type of a parameter cannot be changed.");
    }
    if (request.typeAsString() != null && !request.typeAsString().equals(parameter.type())) {
      throw new ApiError(
          "HierarchyTypeMismatchException",
          "The type of a parameter cannot be changed; delete the parameter and create it again.");
    }
  }

  private static boolean usable(Call call, String imageId) {
    Image image = call.region().images().get(imageId);
    return image != null
        && image.deregisteredAt() == null
        && (image.ownerId().equals(call.accountId())
            || image
                .sharing()
                .allows(
                    call.accountId(),
                    call.cloudState().account(call.accountId()).organizationPaths()));
  }

  private static PutParameterResponse answer(long version) {
    return PutParameterResponse.builder().version(version).tier("Standard").build();
  }

  private static software.amazon.awssdk.services.ssm.model.Parameter show(
      Call call, Selected selected) {
    Parameter parameter = selected.parameter();
    Parameter.Version version = selected.version();
    String name = parameter.name();
    return software.amazon.awssdk.services.ssm.model.Parameter.builder()
        .name(name)
        .type(parameter.type())
        .dataType(parameter.dataType())
        .value(version.value())
        .version(version.number())
        .selector(selected.selector())
        .lastModifiedDate(version.lastModified())
        .arn(arn(call, parameter.ownerId(), name))
        .build();
  }

  private static String arn(Call call, String ownerId, String name) {
    String resource = "parameter" + (name.startsWith("/") ? "" : "/") + name;
    return Partition.arn("ssm", call.region().name(), ownerId, resource);
  }
}
