package dev.amioperator.simulator.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.IntPredicate;

/**
 * Condition operator of IAM, without quantifier and {@code IfExists}. A negated operator holds if
 * none of the values in the policy matches (condition operators, IAM user guide).
 */
enum ConditionOperator {
  STRING_EQUALS("StringEquals", Kind.STRING, false),
  STRING_NOT_EQUALS("StringNotEquals", Kind.STRING, true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Kind.STRING_IGNORE_CASE, false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Kind.STRING_IGNORE_CASE, true),
  STRING_LIKE("StringLike", Kind.PATTERN, false),
  STRING_NOT_LIKE("StringNotLike", Kind.PATTERN, true),
  ARN_EQUALS("ArnEquals", Kind.ARN, false),
  ARN_NOT_EQUALS("ArnNotEquals", Kind.ARN, true),
  ARN_LIKE("ArnLike", Kind.ARN, false),
  ARN_NOT_LIKE("ArnNotLike", Kind.ARN, true),
  NUMERIC_EQUALS("NumericEquals", Kind.NUMBER, false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Kind.NUMBER, true),
  NUMERIC_LESS_THAN("NumericLessThan", Kind.NUMBER, order -> order < 0),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Kind.NUMBER, order -> order <= 0),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Kind.NUMBER, order -> order > 0),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Kind.NUMBER, order -> order >= 0),
  DATE_EQUALS("DateEquals", Kind.DATE, false),
  DATE_NOT_EQUALS("DateNotEquals", Kind.DATE, true),
  DATE_LESS_THAN("DateLessThan", Kind.DATE, order -> order < 0),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Kind.DATE, order -> order <= 0),
  DATE_GREATER_THAN("DateGreaterThan", Kind.DATE, order -> order > 0),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Kind.DATE, order -> order >= 0),
  BOOL("Bool", Kind.BOOL, false),
  NULL("Null", Kind.BOOL, false);

  /** Type of the values that an operator compares. */
  private enum Kind {
    STRING,
    STRING_IGNORE_CASE,
    PATTERN,
    ARN,
    NUMBER,
    DATE,
    BOOL
  }

  private final String policyName;
  private final Kind kind;
  private final boolean negated;
  private final IntPredicate order;

  ConditionOperator(String policyName, Kind kind, boolean negated) {
    this(policyName, kind, negated, comparison -> comparison == 0);
  }

  ConditionOperator(String policyName, Kind kind, IntPredicate order) {
    this(policyName, kind, false, order);
  }

  ConditionOperator(String policyName, Kind kind, boolean negated, IntPredicate order) {
    this.policyName = policyName;
    this.kind = kind;
    this.negated = negated;
    this.order = order;
  }

  /** Name of the operator in IAM policies. */
  String policyName() {
    return policyName;
  }

  /** Whether the operator holds if no value of the policy matches. */
  boolean negated() {
    return negated;
  }

  /** Whether a value of the request matches a value of the policy, before any negation. */
  boolean matches(PolicyPattern wanted, String actual, RequestContext context) {
    return switch (kind) {
      case STRING -> wanted.equal(actual, false, context);
      case STRING_IGNORE_CASE, BOOL -> wanted.equal(actual, true, context);
      case PATTERN -> wanted.like(actual, context);
      case ARN -> ArnPattern.of(wanted.text(), wanted.variables()).matches(actual, context);
      case NUMBER ->
          isNumber(actual)
              && order.test(new BigDecimal(actual).compareTo(new BigDecimal(wanted.text())));
      case DATE -> isTime(actual) && order.test(time(actual).compareTo(time(wanted.text())));
    };
  }

  /**
   * Checks that a value in a policy has the type of the operator.
   *
   * @throws MalformedPolicyException with the operator and the value
   */
  void check(String value) {
    boolean valid =
        switch (kind) {
          case STRING, STRING_IGNORE_CASE, PATTERN -> true;
          case ARN -> ArnPattern.wellFormed(value);
          case BOOL -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
          case NUMBER -> isNumber(value);
          case DATE -> isTime(value);
        };
    if (!valid) {
      throw new MalformedPolicyException(
          "The value '%s' is not valid for the condition operator %s".formatted(value, policyName));
    }
  }

  private static boolean isNumber(String value) {
    return value.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static boolean isTime(String value) {
    try {
      time(value);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Time in a policy: ISO 8601, or seconds since 1970. */
  private static Instant time(String value) {
    if (value.matches("[0-9]{1,12}")) {
      return Instant.ofEpochSecond(Long.parseLong(value));
    }
    return value.contains("T")
        ? OffsetDateTime.parse(value).toInstant()
        : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
