package dev.amioperator.simulator.iam;

import java.util.List;
import java.util.Locale;

/**
 * Statement of an IAM policy.
 *
 * @param sid its Sid, or {@code #1} and so on by its place in the policy
 * @param principals in trust policies; null in others
 */
public record Statement(
    String sid,
    boolean allow,
    Principals principals,
    ActionPatterns actions,
    ResourcePatterns resources,
    List<Condition> conditions) {

  /** Action or NotAction of an IAM statement. */
  record ActionPatterns(boolean negated, List<PolicyPattern> patterns) {
    /** Whether an action matches; the case of its name does not matter. */
    boolean match(String action) {
      return negated
          != patterns.stream()
              .anyMatch(
                  pattern ->
                      new PolicyPattern(pattern.text().toLowerCase(Locale.ROOT), false)
                          .like(action.toLowerCase(Locale.ROOT), RequestContext.EMPTY));
    }
  }

  /** Resource or NotResource of an IAM statement; every resource in trust policies. */
  record ResourcePatterns(boolean negated, List<ArnPattern> patterns) {
    boolean match(String arn, RequestContext context) {
      return negated != patterns.stream().anyMatch(pattern -> pattern.matches(arn, context));
    }
  }

  /** Whether the IAM statement applies to a request, apart from its principal. */
  boolean appliesTo(AccessRequest request) {
    return actions.match(request.action())
        && resources.match(request.resource(), request.context())
        && conditions.stream().allMatch(condition -> condition.holds(request.context()));
  }

  /** Action patterns of the IAM statement that match none of these actions. */
  public List<String> actionsBeside(List<String> used) {
    return actions.negated()
        ? List.of()
        : actions.patterns().stream()
            .filter(
                pattern ->
                    used.stream().noneMatch(new ActionPatterns(false, List.of(pattern))::match))
            .map(PolicyPattern::text)
            .toList();
  }
}
