package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.ReadyState;
import java.util.Optional;

/**
 * How one region of an AmiCopy stands after a look at it.
 *
 * @param inSpec whether the spec names the region; otherwise what is there is going
 * @param regionStatus its entry in the status; empty when there is none, or none any more
 * @param observationPending whether EC2 has not answered yet, so that nothing new is known
 */
record RegionResult(
    String region,
    boolean inSpec,
    Optional<RegionStatus> regionStatus,
    ReadyState readyState,
    boolean observationPending) {

  /** A region that the spec names, in a look that is over. */
  static RegionResult forDesired(
      String region, Optional<RegionStatus> entry, ReadyState readyState) {
    return new RegionResult(region, true, entry, readyState, false);
  }

  /** A region that is to be cleared, in a look that is over. */
  static RegionResult forRemoved(RegionStatus entry, ReadyState readyState) {
    return new RegionResult(entry.region(), false, Optional.of(entry), readyState, false);
  }

  /** The same while EC2 has not answered yet. */
  RegionResult withObservationPending() {
    return new RegionResult(region, inSpec, regionStatus, readyState, true);
  }

  /** The same with what the verdict says in the entry. */
  RegionResult withMessage() {
    return new RegionResult(
        region,
        inSpec,
        regionStatus.map(e -> RegionStatusFactory.withMessage(e, readyState)),
        readyState,
        observationPending);
  }

  /** Whether a copy that is wanted is there. */
  boolean available() {
    return inSpec
        && regionStatus.filter(e -> Image.State.AVAILABLE.value().equals(e.state())).isPresent();
  }

  /** Whether there is nothing to do and nothing to wait for. */
  boolean ready() {
    return readyState instanceof ReadyState.Ready;
  }
}
