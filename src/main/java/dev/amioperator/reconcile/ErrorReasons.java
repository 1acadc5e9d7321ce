package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ownership.TagKeys;
import java.time.Duration;

/**
 * Ready states of failed AWS calls.
 *
 * <p>A wrong state is retried, whatever the call was: EC2 has the same codes for states that change
 * and for states that cannot change back, so only a read tells. Every call is planned from a read,
 * which stops the next call: an instance that ended (CreateImage), a failed snapshot
 * (RegisterImage), a deregistered base or a used-up client token (RunInstances), a source that is
 * no longer available (CopyImage), and an image that is disabled, failed or deregistered (its
 * changes and its deregistration).
 */
public final class ErrorReasons {
  private static final String NOT_FOUND_REMEDY =
      ". Check that the id, its region and its account are right; where the field is immutable,"
          + " create a new object.";

  /** The message has the remedy: only its author knows whether a permission would help. */
  private static final String DENIED_RETRIED = ". It is retried every few minutes.";

  private static final String RETRIED = ". It is retried until EC2 accepts it.";

  private static final String NOT_OWNED_REMEDY =
      ". Restore its tags %s and %s if it is this object's; they are read again every minute."
          .formatted(TagKeys.CLUSTER, TagKeys.RESOURCE);

  private static final String INVALID_REMEDY =
      ". Correct the field of the spec that this is about; where it is immutable, create a new"
          + " object.";

  private static final String UNSUPPORTED_REMEDY =
      ". Remove the field of the spec that needs it, or use another endpoint.";

  private static final String ACCOUNT_REMEDY = "; see its conditions. It is retried.";

  private static final String BACKUP_REMEDY =
      ". AWS Backup deletes it with its recovery point. To delete only this object, annotate it "
          + Annotations.ABANDON_TRUE
          + ": what is in EC2 is left alone.";

  private ErrorReasons() {}

  /** The message of a failure as a part of a sentence, without its own full stop. */
  public static String clause(Exception failure) {
    return String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
  }

  /** The ready state after a call that AWS refused or did not answer. */
  public static ReadyState readyState(Ec2CallException failure) {
    String message = failure.summary();
    Duration pause = Requeue.after(failure.errorClass());
    return switch (failure.errorClass()) {
      case NOT_FOUND -> new ReadyState.Stalled(Reason.SourceNotFound, message + NOT_FOUND_REMEDY);
      case ALREADY_EXISTS -> new ReadyState.Reconciling(Reason.Observing, message, pause);
      case DENIED ->
          new ReadyState.Stalled(
              failure.deniedByOrganization() ? Reason.DeniedByOrganization : Reason.Denied,
              message + DENIED_RETRIED);
      case INVALID ->
          new ReadyState.Stalled(
              Reason.Rejected,
              message + (managedByBackup(failure) ? BACKUP_REMEDY : INVALID_REMEDY));
      case UNSUPPORTED -> new ReadyState.Stalled(Reason.Rejected, message + UNSUPPORTED_REMEDY);
      case ACCOUNT_UNAVAILABLE ->
          new ReadyState.Blocked(Reason.AccountNotReady, message + ACCOUNT_REMEDY, pause);
      case THROTTLED -> new ReadyState.Reconciling(Reason.Throttled, message, pause);
      case QUOTA -> new ReadyState.Reconciling(Reason.QuotaExceeded, message, pause);
      case IN_USE -> new ReadyState.Blocked(Reason.InUse, message + RETRIED, pause);
      case PROTECTED -> new ReadyState.Blocked(Reason.Protected, message + RETRIED, pause);
      case WRONG_STATE -> new ReadyState.Reconciling(Reason.Progressing, message, pause);
      case CLOCK_SKEW -> new ReadyState.Blocked(Reason.ClockSkew, message + RETRIED, pause);
      case NOT_OWNED -> new ReadyState.Blocked(Reason.NotOwned, message + NOT_OWNED_REMEDY, pause);
      case TRANSIENT -> new ReadyState.Blocked(Reason.Unreachable, message + RETRIED, pause);
    };
  }

  /** EC2 deletes no image or snapshot of AWS Backup: InvalidParameterValue, for good. */
  private static boolean managedByBackup(Ec2CallException failure) {
    return String.valueOf(failure.getMessage()).contains("managed by the AWS Backup service");
  }
}
