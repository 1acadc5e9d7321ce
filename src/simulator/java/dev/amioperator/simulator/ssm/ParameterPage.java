package dev.amioperator.simulator.ssm;

import dev.amioperator.simulator.state.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;

/**
 * Page of SSM results. A token holds the key of the last item.
 *
 * @param nextToken null on the last page
 */
record ParameterPage<T>(List<T> items, String nextToken) {

  /**
   * Page of SSM results after a token.
   *
   * @param max the limit of the action, and its default
   * @throws ApiError {@code ValidationException}, {@code InvalidNextToken}
   */
  static <T> ParameterPage<T> of(
      NavigableMap<String, T> all, Integer maxResults, int max, String token) {
    int limit = maxResults == null ? max : maxResults;
    if (limit < 1 || limit > max) {
      throw new ApiError(
          "ValidationException",
          "1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and %d"
              .formatted(limit, max));
    }
    NavigableMap<String, T> rest = token == null ? all : all.tailMap(decode(token), false);
    List<T> items = rest.values().stream().limit(limit).toList();
    String last = rest.keySet().stream().limit(limit).reduce((a, b) -> b).orElse(null);
    return new ParameterPage<>(items, rest.size() > limit ? encode(last) : null);
  }

  private static String encode(String key) {
    return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiError("InvalidNextToken", "The specified token isn't valid.");
    }
  }
}
