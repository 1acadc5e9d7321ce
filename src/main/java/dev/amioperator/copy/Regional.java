package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.lifecycle.Verdict;
import java.util.Optional;

/**
 * How one region of an AmiCopy stands after a look at it.
 *
 * @param wanted whether the spec names the region; otherwise what is there is going
 * @param entry its entry in the status; empty when there is none, or none any more
 * @param asking whether EC2 has not answered yet, so that nothing new is known
 */
record Regional(
    String region, boolean wanted, Optional<RegionStatus> entry, Verdict verdict, boolean asking) {

  /** Whether a copy that is wanted is there. */
  boolean available() {
    return wanted && entry.filter(e -> Image.State.AVAILABLE.word().equals(e.state())).isPresent();
  }

  /** Whether there is nothing to do and nothing to wait for. */
  boolean ready() {
    return verdict instanceof Verdict.Ready;
  }
}
