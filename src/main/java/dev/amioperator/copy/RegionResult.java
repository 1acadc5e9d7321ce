package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The result of reconciling a destination of an AmiCopy.
 *
 * @param inSpec whether the spec names the destination; otherwise its copies are being deleted
 * @param required whether Ready waits for it
 * @param regionStatus its entry in the status, if it has an entry
 * @param observationPending whether EC2 has not answered yet, so that the status stays
 */
record RegionResult(
    DestinationKey key,
    boolean inSpec,
    boolean required,
    Optional<RegionStatus> regionStatus,
    ReadyState readyState,
    boolean observationPending) {

  /** The result of a destination that the spec names, decided on EC2's answers. */
  static RegionResult forDesired(
      DesiredDestination destination, Optional<RegionStatus> entry, ReadyState readyState) {
    return new RegionResult(
        destination.key(), true, destination.required(), entry, readyState, false);
  }

  /** The result of a destination whose copies are to be deleted, decided on EC2's answers. */
  static RegionResult forRemoved(RegionStatus entry, ReadyState readyState) {
    return new RegionResult(
        RecordedCopy.key(entry), false, true, Optional.of(entry), readyState, false);
  }

  /** The result of an account whose regions are unknown. It is no copy, and has no entry. */
  static RegionResult ofUnknownRegions(DestinationKey key, boolean required, ReadyState why) {
    boolean pending = why instanceof ReadyState.Reconciling;
    return new RegionResult(key, false, required || pending, Optional.empty(), why, pending);
  }

  /** The result of a destination in which nothing may be done, or that is not known yet. */
  static RegionResult refused(
      DesiredDestination destination, Optional<RegionStatus> entry, ReadyState why) {
    return forDesired(destination, entry, why).withoutAnswer();
  }

  /** This result; while EC2 is being queried, the more informative entry stays as it is. */
  RegionResult withoutAnswer() {
    return readyState.reason() == Reason.Observing ? withObservationPending() : withMessage();
  }

  RegionResult withObservationPending() {
    return new RegionResult(key, inSpec, required, regionStatus, readyState, true);
  }

  RegionResult withStatus(UnaryOperator<RegionStatus> change) {
    return new RegionResult(
        key, inSpec, required, regionStatus.map(change), readyState, observationPending);
  }

  RegionResult withReadyState(ReadyState other) {
    return new RegionResult(key, inSpec, required, regionStatus, other, observationPending);
  }

  /** This result, with the message of its ready state in the status entry. */
  RegionResult withMessage() {
    return withStatus(entry -> RegionStatusFactory.withMessage(entry, readyState));
  }

  /** Whether a desired copy is available in EC2. */
  boolean available() {
    return inSpec
        && regionStatus.filter(e -> Image.State.AVAILABLE.value().equals(e.state())).isPresent();
  }

  boolean ready() {
    return readyState instanceof ReadyState.Ready;
  }
}
