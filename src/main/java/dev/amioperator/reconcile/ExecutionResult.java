package dev.amioperator.reconcile;

import dev.amioperator.ec2.Ec2CallException;
import java.util.Optional;

/**
 * What came of a plan.
 *
 * @param createdImageId the image that was made
 * @param changed whether there was anything to do, so that the next look will show something else
 * @param failure how a call failed, if one did
 */
public record ExecutionResult(
    Optional<String> createdImageId,
    boolean changed,
    ReadyState readyState,
    Optional<Ec2CallException.ErrorClass> failure) {

  /** Nothing failed. */
  public ExecutionResult(Optional<String> createdImageId, boolean changed, ReadyState readyState) {
    this(createdImageId, changed, readyState, Optional.empty());
  }

  /** A call failed, and what was to come after it was left out. */
  public static ExecutionResult failure(Ec2CallException failure) {
    return new ExecutionResult(
        Optional.empty(),
        true,
        ErrorReasons.readyState(failure),
        Optional.of(failure.errorClass()));
  }
}
