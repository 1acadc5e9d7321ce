package dev.amioperator.simulator.iam;

/** Policy document that IAM refuses, or that uses what the simulator does not evaluate. */
public final class MalformedPolicyException extends IllegalArgumentException {
  /** Creates the error with a message for the author of the IAM policy. */
  public MalformedPolicyException(String message) {
    super(message);
  }
}
