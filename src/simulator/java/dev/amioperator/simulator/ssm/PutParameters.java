package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.iam.RequestContext;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/** PutParameter. */
public final class PutParameters {
  private static final Duration VALIDATION = Duration.ofSeconds(2);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]{1,1011}");
  private static final Set<String> TYPES = Set.of("String", "StringList", "SecureString");
  private static final int MAX_VERSIONS = 100;
  private static final int STANDARD_LENGTH = 4096;
  private static final int ADVANCED_LENGTH = 8192;

  /**
   * PutParameter. A value of data type {@code aws:ec2:image} is checked after the response: it is
   * never written unless it is an image that the caller can use.
   *
   * @throws ApiError {@code ParameterAlreadyExists}, {@code ValidationException}, {@code
   *     HierarchyTypeMismatchException}
   */
  public PutParameterResponse put(Call call, PutParameterRequest request) {
    check(request);
    RequestContext keys = keys(request);
    Optional<Parameter> before = ParameterLookup.own(call, request.name(), keys);
    if (!request.tags().isEmpty()) {
      call.authorization()
          .check(
              "ssm:AddTagsToResource",
              ParameterLookup.arn(call, call.accountId(), request.name()),
              Map.of(),
              keys);
    }
    if (before.isPresent() && !Boolean.TRUE.equals(request.overwrite())) {
      throw new ApiError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    Parameter parameter = before.orElseGet(() -> created(call, request));
    checkSame(parameter, request);
    Parameter.Description description = description(call, parameter, request);
    checkPattern(description, request.value());
    dropOldest(call, parameter);
    Instant from = call.now();
    if (parameter.dataType().equals(Parameter.IMAGE_DATA_TYPE)) {
      if (!usable(call, request.value())) {
        return answer(parameter.nextVersion(), description);
      }
      from = from.plus(VALIDATION);
    }
    Parameter.Version version =
        new Parameter.Version(parameter.nextVersion(), request.value(), call.now(), description);
    parameter.put(version, from);
    call.region().parameters().put(parameter);
    return answer(version.number(), description);
  }

  private static RequestContext keys(PutParameterRequest request) {
    return ParameterTags.requestTags(request.tags())
        .put("ssm:Overwrite", Boolean.TRUE.equals(request.overwrite()))
        .build();
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

  private static PutParameterResponse answer(long version, Parameter.Description description) {
    return PutParameterResponse.builder().version(version).tier(description.tier()).build();
  }

  /** Description of the new version; what the request leaves out stays as it was. */
  private static Parameter.Description description(
      Call call, Parameter parameter, PutParameterRequest request) {
    Parameter.Version before = parameter.current(call.now());
    Parameter.Description old =
        before == null ? Parameter.Description.plain(null) : before.description();
    boolean secure = parameter.type().equals("SecureString");
    return new Parameter.Description(
        request.description() == null ? old.text() : request.description(),
        secure ? Objects.requireNonNullElse(request.keyId(), "alias/aws/ssm") : null,
        request.allowedPattern() == null || request.allowedPattern().isEmpty()
            ? old.allowedPattern()
            : request.allowedPattern(),
        tier(request, old.tier()),
        call.principalArn());
  }

  private static String tier(PutParameterRequest request, String old) {
    String wanted = Objects.requireNonNullElse(request.tierAsString(), old);
    int length = request.value().length();
    boolean advanced =
        wanted.equals("Advanced")
            || (wanted.equals("Intelligent-Tiering") && length > STANDARD_LENGTH);
    if (length > (advanced ? ADVANCED_LENGTH : STANDARD_LENGTH)) {
      throw new ApiError(
          "ValidationException",
          (advanced ? "Advanced" : "Standard")
              + " tier parameters support a maximum parameter value of "
              + (advanced ? ADVANCED_LENGTH : STANDARD_LENGTH)
              + " characters.");
    }
    return advanced ? "Advanced" : "Standard";
  }

  private static void checkPattern(Parameter.Description description, String value) {
    String pattern = description.allowedPattern();
    try {
      if (pattern != null && !Pattern.compile(pattern).matcher(value).matches()) {
        throw new ApiError(
            "ParameterPatternMismatchException",
            "Parameter value, cannot be validated against allowedPattern: " + pattern);
      }
    } catch (PatternSyntaxException e) {
      throw new ApiError("InvalidAllowedPatternException", "The pattern is invalid: " + pattern);
    }
  }

  /** Makes room for a version: the oldest is deleted, unless it has a label. */
  private static void dropOldest(Call call, Parameter parameter) {
    var versions = parameter.versions(call.now());
    if (versions.size() < MAX_VERSIONS) {
      return;
    }
    if (!parameter.labelsOf(versions.firstKey()).isEmpty()) {
      throw new ApiError(
          "ParameterMaxVersionLimitExceeded",
          "You attempted to create a new version of "
              + parameter.name()
              + " by calling the PutParameter API with the overwrite flag. Version "
              + versions.firstKey()
              + ", the oldest version, can't be deleted because it has a label associated with it."
              + " Move the label to another version of the parameter, and try again.");
    }
    parameter.removeOldest();
  }
}
