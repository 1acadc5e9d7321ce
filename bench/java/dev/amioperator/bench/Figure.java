package dev.amioperator.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Measured figure of a run, with its limit.
 *
 * @param limit the bound; null for a figure without bound
 * @param detail what the figure consists of
 */
record Figure(String name, double measured, Comparison comparison, Double limit, String detail) {
  /** How a figure of a run compares with its limit. */
  enum Comparison {
    AT_MOST,
    AT_LEAST,
    NONE
  }

  /** Result of the comparison of a figure with its limit. */
  enum Verdict {
    PASS,
    MISS,
    NONE
  }

  static Figure atMost(String name, double measured, double limit, String detail) {
    return new Figure(name, measured, Comparison.AT_MOST, limit, detail);
  }

  static Figure atLeast(String name, double measured, double limit, String detail) {
    return new Figure(name, measured, Comparison.AT_LEAST, limit, detail);
  }

  static Figure unbounded(String name, double measured, String detail) {
    return new Figure(name, measured, Comparison.NONE, null, detail);
  }

  @JsonProperty
  Verdict verdict() {
    return switch (comparison) {
      case AT_MOST -> measured <= limit ? Verdict.PASS : Verdict.MISS;
      case AT_LEAST -> measured >= limit ? Verdict.PASS : Verdict.MISS;
      case NONE -> Verdict.NONE;
    };
  }
}
