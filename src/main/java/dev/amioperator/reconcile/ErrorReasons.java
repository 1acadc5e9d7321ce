package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;

/** What an object's status says of a call that failed. */
public final class ErrorReasons {
  private ErrorReasons() {}

  /** The verdict on an action or a look-up that EC2 refused or did not answer. */
  public static ReadyState readyState(Ec2CallException failure) {
    String message =
        "%s: %s (%s)".formatted(failure.action(), failure.getMessage(), failure.code());
    return switch (failure.errorClass()) {
      case NOT_FOUND ->
          new ReadyState.Stalled(
              Reason.SourceNotFound,
              message + ". Look whether the id is right, and of the region and account meant.");
      case ALREADY_EXISTS ->
          new ReadyState.Reconciling(
              Reason.Observing, message, Requeue.after(failure.errorClass()));
      case DENIED -> new ReadyState.Stalled(Reason.Denied, message);
      case INVALID, UNSUPPORTED -> new ReadyState.Stalled(Reason.Rejected, message);
      case THROTTLED ->
          new ReadyState.Reconciling(
              Reason.Throttled, message, Requeue.after(failure.errorClass()));
      case QUOTA ->
          new ReadyState.Reconciling(
              Reason.QuotaExceeded, message, Requeue.after(failure.errorClass()));
      case IN_USE ->
          new ReadyState.Blocked(Reason.InUse, message, Requeue.after(failure.errorClass()));
      case PROTECTED ->
          new ReadyState.Blocked(Reason.Protected, message, Requeue.after(failure.errorClass()));
      case WRONG_STATE ->
          new ReadyState.Reconciling(
              Reason.Progressing, message, Requeue.after(failure.errorClass()));
      case TRANSIENT ->
          new ReadyState.Blocked(Reason.Unreachable, message, Requeue.after(failure.errorClass()));
    };
  }
}
