package dev.amioperator.simulator.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Condition keys of an AWS request and their values. The names of keys are not case-sensitive
 * (condition operators, IAM user guide), not even the tag key in {@code aws:ResourceTag/key}.
 */
public final class RequestContext {
  /** Keys of a request that has none. */
  public static final RequestContext EMPTY = new RequestContext(Map.of());

  private final Map<String, List<String>> values;

  private RequestContext(Map<String, List<String>> values) {
    TreeMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.forEach((key, list) -> sorted.put(key, List.copyOf(list)));
    this.values = sorted;
  }

  /** Context with the given condition keys, each with a single value. */
  public static RequestContext of(Map<String, String> values) {
    Builder builder = builder();
    values.forEach(builder::put);
    return builder.build();
  }

  /** Builder of an empty context of condition keys. */
  public static Builder builder() {
    return new Builder();
  }

  /** Values of a condition key; empty if the request does not have the key. */
  public List<String> get(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** Every condition key with its values, by name. */
  public Map<String, List<String>> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Context with the condition keys of both; those of the other win. */
  public RequestContext with(RequestContext other) {
    return builder().putAll(this).putAll(other).build();
  }

  /** Context without the condition keys that an action does not support. */
  public RequestContext limitedTo(Collection<String> supported) {
    Builder builder = builder();
    values.forEach(
        (key, list) -> {
          if (supported.contains(family(key))) {
            builder.put(key, list);
          }
        });
    return builder.build();
  }

  /** Name of a condition key in lower case, without the tag key or other name after a slash. */
  static String family(String key) {
    int slash = key.indexOf('/');
    return (slash < 0 ? key : key.substring(0, slash)).toLowerCase(Locale.ROOT);
  }

  /** Builder of condition keys; null values are left out. */
  public static final class Builder {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Builder() {}

    /** Sets a condition key with a single value. */
    public Builder put(String key, Object value) {
      if (value != null) {
        values.put(key, List.of(String.valueOf(value)));
      }
      return this;
    }

    /** Sets a condition key with several values; without values the key is absent. */
    public Builder put(String key, Collection<String> list) {
      if (!list.isEmpty()) {
        values.put(key, new ArrayList<>(list));
      }
      return this;
    }

    /** Sets a condition key for each tag, such as {@code aws:ResourceTag/family}. */
    public Builder putTags(String prefix, Map<String, String> tags) {
      tags.forEach((key, value) -> put(prefix + "/" + key, value));
      return this;
    }

    /** Sets every condition key of another context. */
    public Builder putAll(RequestContext other) {
      values.putAll(other.values);
      return this;
    }

    /** Context with the condition keys so far. */
    public RequestContext build() {
      return new RequestContext(values);
    }
  }
}
