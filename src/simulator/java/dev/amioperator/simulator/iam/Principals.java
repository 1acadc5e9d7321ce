package dev.amioperator.simulator.iam;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Principal element of a trust policy.
 *
 * @param byType the values of each type: {@code AWS}, {@code Service}, {@code Federated}; everyone
 *     is {@code *} of the type {@code AWS}
 */
record Principals(Map<String, List<String>> byType) {
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:arn:[\\w-]+:iam::)?([0-9]{12})(?::root)?");

  /** How a statement names a principal. */
  enum Match {
    NONE,
    /** By its account: IAM policies of the account have to allow the action as well. */
    BY_ACCOUNT,
    /** By its own ARN. */
    BY_ARN
  }

  /** How the statement names a principal of AWS, by the best match. */
  Match match(Principal principal) {
    Match best = Match.NONE;
    for (String value : byType.getOrDefault("AWS", List.of())) {
      if (value.equals(principal.arn()) || value.equals(principal.policyArn())) {
        return Match.BY_ARN;
      }
      Matcher account = ACCOUNT.matcher(value);
      boolean named = account.matches() && account.group(1).equals(principal.accountId());
      if (named || value.equals("*")) {
        best = Match.BY_ACCOUNT;
      }
    }
    return best;
  }
}
