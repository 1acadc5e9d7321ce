package dev.amioperator.attributes.kms;

/** How sure it is that something holds that cannot be evaluated in full. */
public enum Likelihood {
  NO,
  PERHAPS,
  YES;

  static Likelihood of(boolean holds) {
    return holds ? YES : NO;
  }

  /** That both hold. */
  Likelihood and(Likelihood other) {
    return compareTo(other) < 0 ? this : other;
  }

  /** That one of them does. */
  Likelihood or(Likelihood other) {
    return compareTo(other) > 0 ? this : other;
  }
}
