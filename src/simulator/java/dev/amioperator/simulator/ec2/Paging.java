package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Predicate;

/**
 * Pages of EC2 results. A token holds the key of the last item, so that items which appear or
 * disappear between two pages neither repeat nor hide others.
 */
record Paging(Call call, String action, Integer maxResults, String nextToken) {
  private static final int MAX = 1000;

  /**
   * Page of EC2 results.
   *
   * @param nextToken null on the last page
   */
  record Page<T>(List<T> items, String nextToken) {}

  /**
   * Checks the bounds of MaxResults in an EC2 request.
   *
   * @throws ApiError {@code InvalidParameterValue}
   */
  Paging requireMinResults(int min) {
    if (maxResults != null && maxResults < min) {
      throw Ec2Errors.invalidValue(
          " " + maxResults + " ", "maxResults", "Expecting a value greater than " + min + ".");
    }
    return this;
  }

  /**
   * Refuses paging together with a list of ids, as EC2 does.
   *
   * @throws ApiError {@code InvalidParameterCombination}
   */
  Paging rejectWithIds(List<String> ids, String parameter) {
    if (maxResults != null && !ids.isEmpty()) {
      throw Ec2Errors.invalidCombination(
          "The parameter " + parameter + " cannot be used with the parameter maxResults");
    }
    return this;
  }

  /** Next page of EC2 resources that pass the filters. */
  <T> Page<T> page(NavigableMap<String, T> candidates, Predicate<? super T> passes) {
    int limit = maxResults == null ? Integer.MAX_VALUE : Math.min(maxResults, MAX);
    NavigableMap<String, T> rest =
        nextToken == null || nextToken.isEmpty()
            ? candidates
            : candidates.tailMap(lastKey(), false);
    List<T> items = new ArrayList<>();
    String last = null;
    for (var entry : rest.entrySet()) {
      if (!passes.test(entry.getValue())) {
        continue;
      }
      if (items.size() == limit) {
        return new Page<>(items, token(last));
      }
      items.add(entry.getValue());
      last = entry.getKey();
    }
    return new Page<>(items, null);
  }

  private String token(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((tokenPrefix() + last).getBytes(StandardCharsets.UTF_8));
  }

  private String lastKey() {
    String text = decodedToken();
    if (!text.startsWith(tokenPrefix())) {
      throw Ec2Errors.invalidValue("The NextToken is invalid");
    }
    return text.substring(tokenPrefix().length());
  }

  private String decodedToken() {
    try {
      return new String(Base64.getUrlDecoder().decode(nextToken), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Ec2Errors.invalidValue("The NextToken is invalid");
    }
  }

  private String tokenPrefix() {
    return action + "|" + call.accountId() + "|" + call.region().name() + "|";
  }
}
