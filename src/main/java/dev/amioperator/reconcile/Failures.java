package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;

/** What an object's status says of a call that failed. */
public final class Failures {
  private Failures() {}

  /** The verdict on an action or a look-up that EC2 refused or did not answer. */
  public static Verdict verdict(Ec2CallException failure) {
    String message =
        "%s: %s (%s)".formatted(failure.action(), failure.getMessage(), failure.code());
    return switch (failure.errorClass()) {
      case NOT_FOUND ->
          new Verdict.Stalled(
              Reason.SourceNotFound,
              message + ". Look whether the id is right, and of the region and account meant.");
      case ALREADY_EXISTS ->
          new Verdict.Waiting(Reason.Observing, message, failure.errorClass().retryDelay());
      case DENIED -> new Verdict.Stalled(Reason.Denied, message);
      case INVALID, UNSUPPORTED -> new Verdict.Stalled(Reason.Rejected, message);
      case THROTTLED ->
          new Verdict.Waiting(Reason.Throttled, message, failure.errorClass().retryDelay());
      case QUOTA ->
          new Verdict.Waiting(Reason.QuotaExceeded, message, failure.errorClass().retryDelay());
      case IN_USE -> new Verdict.Held(Reason.InUse, message, failure.errorClass().retryDelay());
      case PROTECTED ->
          new Verdict.Held(Reason.Protected, message, failure.errorClass().retryDelay());
      case WRONG_STATE ->
          new Verdict.Waiting(Reason.Progressing, message, failure.errorClass().retryDelay());
      case TRANSIENT ->
          new Verdict.Held(Reason.Unreachable, message, failure.errorClass().retryDelay());
    };
  }
}
