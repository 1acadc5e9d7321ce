package dev.amioperator.copy.queue;

import java.time.Instant;
import java.util.Optional;

/** Answer of the copy queue to a request for an image copy. */
public sealed interface CopyDecision {
  /**
   * The object may call CopyImage now; a slot is reserved for it.
   *
   * @param until when the slot is given back if CopyImage was not called
   */
  record Admitted(Instant until) implements CopyDecision {}

  /**
   * The account and region have no free slot for the copy; the object is woken when there is.
   *
   * @param position from 1 for the request that gets the next slot
   * @param waiting how many requests wait for the account and region
   * @param inFlight how many image copies are in progress there
   * @param estimatedStart empty until the duration of copies is known
   */
  record Waiting(
      int position,
      int waiting,
      int inFlight,
      Optional<Instant> estimatedStart,
      Optional<Instant> estimatedEnd)
      implements CopyDecision {
    /** The lowest of EC2's quotas: up to here the next slots are free within seconds. */
    private static final int LOWEST_QUOTA = 20;

    /** Whether the slot will probably be free within seconds, since EC2 makes few copies yet. */
    public boolean soon() {
      return inFlight + position <= LOWEST_QUOTA;
    }
  }

  /** The pending images of the account and region are being read from EC2; the object is woken. */
  record NotReady() implements CopyDecision {}
}
