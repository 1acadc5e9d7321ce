package dev.amioperator.simulator.state;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Availability zone of an AWS region.
 *
 * @param name such as {@code us-east-1a}
 * @param id such as {@code use1-az1}; every account has the same names for the same ids
 */
public record Zone(String name, String id) {
  private static final Pattern REGION = Pattern.compile("(us-gov|[a-z]+)-([a-z]+)-([0-9])");
  private static final Pattern DIRECTION = Pattern.compile("north|south|east|west|central");

  /** Letters of the zones where they are not a, b and c. */
  private static final Map<String, String> LETTERS =
      Map.of(
          "us-east-1", "abcdef",
          "us-west-1", "ac",
          "us-west-2", "abcd",
          "ap-northeast-1", "acd",
          "ap-northeast-2", "abcd",
          "ca-central-1", "abd");

  /** Availability zones of an AWS region, by letter. */
  static List<Zone> of(String region) {
    MatchResult parts = REGION.matcher(region).results().findFirst().orElseThrow();
    String initials =
        DIRECTION.matcher(parts.group(2)).replaceAll(word -> word.group().substring(0, 1));
    String prefix = parts.group(1).replace("-gov", "g") + initials + parts.group(3) + "-az";
    String letters = LETTERS.getOrDefault(region, "abc");
    return IntStream.range(0, letters.length())
        .mapToObj(i -> new Zone(region + letters.charAt(i), prefix + (i + 1)))
        .toList();
  }
}
