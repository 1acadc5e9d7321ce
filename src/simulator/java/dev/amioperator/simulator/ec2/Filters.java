package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.Resource;
import dev.amioperator.simulator.state.Wildcard;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * Filters of a describe action of EC2. Each filter name yields values of a resource. A resource
 * passes a filter if a value matches a filter value; it has to pass all filters.
 */
final class Filters<T> {
  private static final int MAX_VALUES = 200;

  private final Map<String, BiFunction<Call, T, Stream<String>>> fields = new HashMap<>();
  private BiFunction<Call, T, Map<String, String>> tags = (call, resource) -> Map.of();

  /** Adds an EC2 filter on a single value, which may be null. */
  Filters<T> on(String name, Function<T, Object> value) {
    return onCall(name, (call, resource) -> value.apply(resource));
  }

  /** Adds an EC2 filter on a value that depends on the time or the caller. */
  Filters<T> onCall(String name, BiFunction<Call, T, Object> value) {
    fields.put(
        name,
        (call, resource) -> Stream.ofNullable(value.apply(call, resource)).map(String::valueOf));
    return this;
  }

  /** Adds an EC2 filter on several values, none of them null. */
  Filters<T> onEach(String name, Function<T, Stream<?>> values) {
    fields.put(name, (call, resource) -> values.apply(resource).map(String::valueOf));
    return this;
  }

  /** Adds the EC2 filters {@code tag:KEY}, {@code tag-key} and {@code tag-value}. */
  Filters<T> onTags(BiFunction<Call, T, Map<String, String>> tagsOf) {
    tags = tagsOf;
    fields.put("tag-key", (call, resource) -> tagsOf.apply(call, resource).keySet().stream());
    fields.put("tag-value", (call, resource) -> tagsOf.apply(call, resource).values().stream());
    return this;
  }

  /** Filters on an EC2 resource whose tags only its owner sees. */
  static <R extends Resource> Filters<R> ofResource() {
    return new Filters<R>()
        .onTags(
            (call, resource) ->
                resource.ownerId().equals(call.accountId()) ? resource.tags() : Map.of());
  }

  /**
   * Compiles the filters of an EC2 request to a predicate.
   *
   * @throws ApiError {@code InvalidParameterValue} for an unknown filter, {@code
   *     FilterLimitExceeded} for more than 200 values
   */
  Predicate<T> compile(Call call, List<Filter> filters) {
    Predicate<T> all = resource -> true;
    int values = 0;
    for (Filter filter : filters) {
      if (filter.name() == null || filter.name().isEmpty()) {
        throw Ec2Errors.missingParameter("Filter.Name");
      }
      values += filter.values().size();
      all = all.and(compile(call, filter));
    }
    if (values > MAX_VALUES) {
      throw new ApiError(
          "FilterLimitExceeded",
          "The maximum number of filter values specified on a single call is " + MAX_VALUES);
    }
    return all;
  }

  private Predicate<T> compile(Call call, Filter filter) {
    List<Predicate<String>> wanted =
        filter.values().stream().map(text -> Wildcard.ofFilter(text).compiled()).toList();
    Predicate<String> any = value -> wanted.stream().anyMatch(match -> match.test(value));
    if (filter.name().startsWith("tag:")) {
      String key = filter.name().substring("tag:".length());
      return resource -> {
        String value = tags.apply(call, resource).get(key);
        return value != null && any.test(value);
      };
    }
    BiFunction<Call, T, Stream<String>> field = fields.get(filter.name());
    if (field == null) {
      throw Ec2Errors.invalidValue("The filter '" + filter.name() + "' is invalid");
    }
    return resource -> field.apply(call, resource).anyMatch(any);
  }

  /** Values of an EC2 filter if none has wildcards, for a look-up in an index. */
  static Optional<Collection<String>> exactValues(List<Filter> filters, String name) {
    return filters.stream()
        .filter(filter -> name.equals(filter.name()))
        .filter(
            filter -> filter.values().stream().allMatch(text -> Wildcard.ofFilter(text).exact()))
        .findFirst()
        .map(Filter::values);
  }

  /** Tag that every EC2 result must have, if the filters ask for a single value. */
  static Optional<Map.Entry<String, String>> exactTag(List<Filter> filters) {
    return filters.stream()
        .filter(filter -> filter.name() != null && filter.name().startsWith("tag:"))
        .filter(filter -> filter.values().size() == 1)
        .filter(filter -> Wildcard.ofFilter(filter.values().getFirst()).exact())
        .findFirst()
        .map(f -> Map.entry(f.name().substring("tag:".length()), f.values().getFirst()));
  }
}
