package dev.amioperator.simulator.iam;

import java.util.List;

/**
 * Condition of an IAM statement: an operator, a condition key and its values.
 *
 * @param ifExists whether the condition holds if the request does not have the key
 */
record Condition(
    ConditionOperator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<PolicyPattern> values) {

  /** Set operator of a condition, for keys with several values. */
  enum Quantifier {
    NONE,
    FOR_ALL_VALUES,
    FOR_ANY_VALUE
  }

  /** Whether the request fulfils the condition. */
  boolean holds(RequestContext context) {
    List<String> actual = context.get(key);
    if (operator == ConditionOperator.NULL) {
      return values.stream()
          .anyMatch(value -> Boolean.parseBoolean(value.text()) == actual.isEmpty());
    }
    if (actual.isEmpty()) {
      return ifExists || holdsWithoutKey();
    }
    return switch (quantifier) {
      case FOR_ALL_VALUES -> actual.stream().allMatch(value -> passes(value, context));
      case FOR_ANY_VALUE -> actual.stream().anyMatch(value -> passes(value, context));
      case NONE ->
          operator.negated()
              ? actual.stream().allMatch(value -> passes(value, context))
              : actual.stream().anyMatch(value -> passes(value, context));
    };
  }

  private boolean holdsWithoutKey() {
    return switch (quantifier) {
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
      case NONE -> operator.negated();
    };
  }

  private boolean passes(String value, RequestContext context) {
    return operator.negated()
        != values.stream().anyMatch(wanted -> operator.matches(wanted, value, context));
  }
}
