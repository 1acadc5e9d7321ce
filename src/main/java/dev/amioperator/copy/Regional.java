package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.reconcile.Verdict;
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

  /** A region that the spec names, in a look that is over. */
  static Regional ofWanted(String region, Optional<RegionStatus> entry, Verdict verdict) {
    return new Regional(region, true, entry, verdict, false);
  }

  /** A region that is to be cleared, in a look that is over. */
  static Regional ofGoing(RegionStatus entry, Verdict verdict) {
    return new Regional(entry.region(), false, Optional.of(entry), verdict, false);
  }

  /** The same while EC2 has not answered yet. */
  Regional whileAsking() {
    return new Regional(region, wanted, entry, verdict, true);
  }

  /** The same with what the verdict says in the entry. */
  Regional told() {
    return new Regional(region, wanted, entry.map(e -> Entry.told(e, verdict)), verdict, asking);
  }

  /** Whether a copy that is wanted is there. */
  boolean available() {
    return wanted && entry.filter(e -> Image.State.AVAILABLE.word().equals(e.state())).isPresent();
  }

  /** Whether there is nothing to do and nothing to wait for. */
  boolean ready() {
    return verdict instanceof Verdict.Ready;
  }
}
