package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;
import java.util.Optional;

/**
 * Outcome of a plan's AWS actions.
 *
 * @param createdImageId the image that was created
 * @param changed whether the plan had actions, so that the next read of EC2 shows another state
 * @param failure error class of the failed call, if any
 */
public record ExecutionResult(
    Optional<String> createdImageId,
    boolean changed,
    ReadyState readyState,
    Optional<Ec2CallException.ErrorClass> failure) {

  /** The outcome of actions that all succeeded. */
  public ExecutionResult(Optional<String> createdImageId, boolean changed, ReadyState readyState) {
    this(createdImageId, changed, readyState, Optional.empty());
  }

  /** The outcome after a failed AWS call; the actions that depend on it were skipped. */
  public static ExecutionResult failure(Ec2CallException failure) {
    return new ExecutionResult(
        Optional.empty(),
        true,
        ErrorReasons.readyState(failure),
        Optional.of(failure.errorClass()));
  }
}
