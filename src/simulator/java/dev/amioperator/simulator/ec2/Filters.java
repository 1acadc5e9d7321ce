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
 * The filters that a describe action knows: for each name, the values a resource has under it. A
 * resource passes a filter if one of its values matches one of the filter's, and has to pass all.
 */
final class Filters<T> {
  private static final int MAX_VALUES = 200;

  private final Map<String, BiFunction<Call, T, Stream<String>>> fields = new HashMap<>();
  private BiFunction<Call, T, Map<String, String>> tags = (call, resource) -> Map.of();

  /** A filter over a single value, which may be null. */
  Filters<T> on(String name, Function<T, Object> value) {
    return onCall(name, (call, resource) -> value.apply(resource));
  }

  /** A filter over a single value that depends on the time or on who asks. */
  Filters<T> onCall(String name, BiFunction<Call, T, Object> value) {
    fields.put(
        name,
        (call, resource) -> Stream.ofNullable(value.apply(call, resource)).map(String::valueOf));
    return this;
  }

  /** A filter over several values, none of them null. */
  Filters<T> onEach(String name, Function<T, Stream<?>> values) {
    fields.put(name, (call, resource) -> values.apply(resource).map(String::valueOf));
    return this;
  }

  /** The filters {@code tag:KEY}, {@code tag-key} and {@code tag-value}. */
  Filters<T> onTags(BiFunction<Call, T, Map<String, String>> tagsOf) {
    tags = tagsOf;
    fields.put("tag-key", (call, resource) -> tagsOf.apply(call, resource).keySet().stream());
    fields.put("tag-value", (call, resource) -> tagsOf.apply(call, resource).values().stream());
    return this;
  }

  /** Filters over a taggable resource, whose tags exist for its owner only. */
  static <R extends Resource> Filters<R> ofResource() {
    return new Filters<R>()
        .onTags(
            (call, resource) ->
                resource.ownerId().equals(call.accountId()) ? resource.tags() : Map.of());
  }

  /**
   * Checks the filters of a request and makes one test of them.
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
        filter.values().stream().map(text -> new Wildcard(text).compiled()).toList();
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

  /** The values of a filter if it asks for exact ones only, which an index can answer. */
  static Optional<Collection<String>> exactValues(List<Filter> filters, String name) {
    return filters.stream()
        .filter(filter -> name.equals(filter.name()))
        .filter(filter -> filter.values().stream().allMatch(text -> new Wildcard(text).exact()))
        .findFirst()
        .map(Filter::values);
  }

  /** A tag that every result must carry with this very value, if the filters ask for one. */
  static Optional<Map.Entry<String, String>> exactTag(List<Filter> filters) {
    return filters.stream()
        .filter(filter -> filter.name() != null && filter.name().startsWith("tag:"))
        .filter(filter -> filter.values().size() == 1)
        .filter(filter -> new Wildcard(filter.values().getFirst()).exact())
        .findFirst()
        .map(f -> Map.entry(f.name().substring("tag:".length()), f.values().getFirst()));
  }
}
