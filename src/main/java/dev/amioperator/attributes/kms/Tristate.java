package dev.amioperator.attributes.kms;

/** How sure it is that something holds that cannot be evaluated in full. */
public enum Tristate {
  NO,
  UNKNOWN,
  YES;

  static Tristate of(boolean holds) {
    return holds ? YES : NO;
  }

  /** That both hold. */
  Tristate and(Tristate other) {
    return compareTo(other) < 0 ? this : other;
  }

  /** That one of them does. */
  Tristate or(Tristate other) {
    return compareTo(other) > 0 ? this : other;
  }
}
