package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.ec2.Call;
import dev.amioperator.simulator.ssm.ParameterLookup.Selected;
import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;

/** Filters of DescribeParameters and GetParametersByPath. */
record ParameterFilters(List<ParameterStringFilter> filters) {
  private static final Set<String> KEYS =
      Set.of("Name", "Type", "KeyId", "Path", "Label", "Tier", "DataType");

  private static final Set<String> PATH_KEYS = Set.of("Type", "KeyId", "Label");

  /**
   * Filters of GetParametersByPath.
   *
   * @throws ApiError {@code ValidationException}, {@code InvalidFilterKey}, {@code
   *     InvalidFilterOption}
   */
  static ParameterFilters ofPath(List<ParameterStringFilter> filters) {
    for (ParameterStringFilter filter : filters) {
      checkKey(filter.key());
      if (!PATH_KEYS.contains(filter.key())) {
        throw invalidKey(filter.key(), "[Type, KeyId, Label]");
      }
      checkOption(filter, filter.key().equals("Label") ? Set.of("Equals") : texts());
    }
    return new ParameterFilters(filters);
  }

  /**
   * Predicate for the filters of DescribeParameters, in the new and the old form.
   *
   * @throws ApiError {@code ValidationException}, {@code InvalidFilterKey}, {@code
   *     InvalidFilterOption}
   */
  static Predicate<Parameter> ofDescribe(
      Call call, List<ParametersFilter> old, List<ParameterStringFilter> filters) {
    Predicate<Parameter> all = parameter -> true;
    for (ParametersFilter filter : old) {
      all = all.and(p -> filter.values().contains(value(call, p, filter.keyAsString())));
    }
    for (ParameterStringFilter filter : filters) {
      checkKey(filter.key());
      if (filter.key().equals("Label")) {
        throw invalidKey("Label", "[Name, Type, KeyId, Path, Tier, DataType, tag:]");
      }
      checkOption(filter, options(filter.key()));
      all = all.and(parameter -> passes(call, parameter, filter));
    }
    return all;
  }

  /** Version of an SSM parameter that passes the filters: with a label, or else the newest. */
  Optional<Selected> select(Call call, Parameter parameter) {
    if (parameter.current(call.now()) == null) {
      return Optional.empty();
    }
    Parameter.Version version = parameter.current(call.now());
    for (ParameterStringFilter filter : filters) {
      if (filter.key().equals("Label")) {
        version =
            filter.values().stream()
                .flatMap(label -> parameter.selected(label, call.now()).stream())
                .findFirst()
                .orElse(null);
      } else if (!passes(call, parameter, filter)) {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(version).map(found -> new Selected(parameter, found, null));
  }

  /** Whether an SSM parameter is below a path that ends in a slash. */
  static boolean below(String name, String path, boolean recursive) {
    return name.startsWith(path)
        && name.length() > path.length()
        && (recursive || name.indexOf('/', path.length()) < 0);
  }

  private static boolean passes(Call call, Parameter parameter, ParameterStringFilter filter) {
    String option = Objects.requireNonNullElse(filter.option(), "");
    if (filter.key().equals("Path")) {
      return filter.values().stream()
          .map(path -> path.endsWith("/") ? path : path + "/")
          .anyMatch(path -> below(parameter.name(), path, option.equals("Recursive")));
    }
    String value = value(call, parameter, filter.key());
    if (value == null || (filter.key().startsWith("tag:") && filter.values().isEmpty())) {
      return value != null;
    }
    return filter.values().stream()
        .anyMatch(
            wanted ->
                switch (option) {
                  case "BeginsWith" -> value.startsWith(wanted);
                  case "Contains" -> value.contains(wanted);
                  default -> value.equals(wanted);
                });
  }

  private static String value(Call call, Parameter parameter, String key) {
    Parameter.Description description = parameter.current(call.now()).description();
    return switch (key) {
      case "Name" -> parameter.name();
      case "Type" -> parameter.type();
      case "KeyId" -> description.keyId();
      case "Tier" -> description.tier();
      case "DataType" -> parameter.dataType();
      default -> parameter.tags().get(key.substring("tag:".length()));
    };
  }

  private static Set<String> options(String key) {
    return switch (key) {
      case "Path" -> Set.of("Recursive", "OneLevel");
      case "Name" -> Set.of("Equals", "BeginsWith", "Contains");
      default -> texts();
    };
  }

  private static Set<String> texts() {
    return Set.of("Equals", "BeginsWith");
  }

  private static void checkKey(String key) {
    if (key == null || !(KEYS.contains(key) || key.matches("tag:.+"))) {
      throw new ApiError(
          "ValidationException",
          "1 validation error detected: Value '"
              + key
              + "' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must"
              + " satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType");
    }
  }

  private static void checkOption(ParameterStringFilter filter, Set<String> options) {
    if (filter.option() != null && !options.contains(filter.option())) {
      throw new ApiError(
          "InvalidFilterOption",
          "The following filter option is not valid: "
              + filter.option()
              + ". Valid options include: "
              + options.stream().sorted().toList());
    }
  }

  private static ApiError invalidKey(String key, String valid) {
    return new ApiError(
        "InvalidFilterKey",
        "The following filter key is not valid: " + key + ". Valid filter keys include: " + valid);
  }
}
