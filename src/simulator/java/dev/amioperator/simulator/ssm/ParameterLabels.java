package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** LabelParameterVersion and UnlabelParameterVersion. */
public final class ParameterLabels {
  private static final int MAX_LABELS = 10;
  private static final Pattern LABEL =
      Pattern.compile("(?!(?i:aws|ssm))[A-Za-z._-][A-Za-z0-9._-]{0,99}");

  /**
   * LabelParameterVersion: adds labels to a version or moves them there; bad labels are listed.
   *
   * @throws ApiError {@code ParameterNotFound}, {@code ParameterVersionNotFound}, {@code
   *     ParameterVersionLabelLimitExceeded}
   */
  public LabelParameterVersionResponse label(Call call, LabelParameterVersionRequest request) {
    Parameter parameter = ParameterLookup.require(call, request.name());
    Parameter.Version version =
        request.parameterVersion() == null
            ? parameter.current(call.now())
            : version(call, parameter, request.parameterVersion());
    List<String> valid =
        request.labels().stream().filter(label -> LABEL.matcher(label).matches()).toList();
    Set<String> after = new LinkedHashSet<>(parameter.labelsOf(version.number()));
    after.addAll(valid);
    if (after.size() > MAX_LABELS) {
      throw new ApiError(
          "ParameterVersionLabelLimitExceeded",
          "A parameter version can have maximum 10 labels. Move one or more labels to another"
              + " version and try again.");
    }
    valid.forEach(label -> parameter.labels().put(label, version.number()));
    return LabelParameterVersionResponse.builder()
        .parameterVersion(version.number())
        .invalidLabels(without(request.labels(), valid))
        .build();
  }

  /**
   * UnlabelParameterVersion: labels that the version does not have are listed as invalid.
   *
   * @throws ApiError {@code ParameterNotFound}, {@code ParameterVersionNotFound}
   */
  public UnlabelParameterVersionResponse unlabel(
      Call call, UnlabelParameterVersionRequest request) {
    Parameter parameter = ParameterLookup.require(call, request.name());
    if (request.parameterVersion() == null) {
      throw new ApiError("ValidationException", "parameterVersion is required");
    }
    Parameter.Version version = version(call, parameter, request.parameterVersion());
    List<String> present = parameter.labelsOf(version.number());
    List<String> removed = request.labels().stream().filter(present::contains).toList();
    removed.forEach(parameter.labels()::remove);
    return UnlabelParameterVersionResponse.builder()
        .removedLabels(removed)
        .invalidLabels(without(request.labels(), removed))
        .build();
  }

  private static Parameter.Version version(Call call, Parameter parameter, long number) {
    return parameter
        .version(number, call.now())
        .orElseThrow(() -> ParameterLookup.versionNotFound(parameter.name(), number));
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }
}
