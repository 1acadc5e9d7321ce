package dev.amioperator.attributes.kms;

/** Result of evaluating a KMS key policy that may be uncertain. */
public enum Tristate {
  NO,
  UNKNOWN,
  YES;

  static Tristate of(boolean holds) {
    return holds ? YES : NO;
  }

  /** Whether both hold. */
  Tristate and(Tristate other) {
    return compareTo(other) < 0 ? this : other;
  }

  /** Whether either holds. */
  Tristate or(Tristate other) {
    return compareTo(other) > 0 ? this : other;
  }
}
