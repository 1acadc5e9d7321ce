package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;
import java.time.Duration;

/** Ready states of failed AWS calls. */
public final class ErrorReasons {
  private ErrorReasons() {}

  /** The ready state after a call that AWS refused or did not answer. */
  public static ReadyState readyState(Ec2CallException failure) {
    String message =
        "%s: %s (%s)".formatted(failure.action(), failure.getMessage(), failure.code());
    Duration pause = Requeue.after(failure.errorClass());
    return switch (failure.errorClass()) {
      case NOT_FOUND ->
          new ReadyState.Stalled(
              Reason.SourceNotFound,
              message + ". Check that the id, its region and its account are right.");
      case ALREADY_EXISTS -> new ReadyState.Reconciling(Reason.Observing, message, pause);
      case DENIED -> new ReadyState.Stalled(Reason.Denied, message);
      case INVALID, UNSUPPORTED -> new ReadyState.Stalled(Reason.Rejected, message);
      case THROTTLED -> new ReadyState.Reconciling(Reason.Throttled, message, pause);
      case QUOTA -> new ReadyState.Reconciling(Reason.QuotaExceeded, message, pause);
      case IN_USE -> new ReadyState.Blocked(Reason.InUse, message, pause);
      case PROTECTED -> new ReadyState.Blocked(Reason.Protected, message, pause);
      case WRONG_STATE -> new ReadyState.Reconciling(Reason.Progressing, message, pause);
      case TRANSIENT -> new ReadyState.Blocked(Reason.Unreachable, message, pause);
    };
  }
}
