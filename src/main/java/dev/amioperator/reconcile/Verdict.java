package dev.amioperator.reconcile;

import java.time.Duration;

/** How an object stands after a look at it; what its conditions and its next reconcile say. */
public sealed interface Verdict {
  Reason reason();

  String message();

  /** The message, cut where a field has room for no more than {@code most} characters. */
  default String message(int most) {
    return message().substring(0, Math.min(message().length(), most));
  }

  /** EC2 matches the spec. */
  record Ready(Reason reason, String message) implements Verdict {}

  /**
   * Under way: nothing is wrong.
   *
   * @param again when to look again
   */
  record Waiting(Reason reason, String message, Duration again) implements Verdict {}

  /** Held up by something that may pass by itself: tried again, told as not ready. */
  record Held(Reason reason, String message, Duration again) implements Verdict {}

  /** Stalled: somebody has to change something. Tried again at that change, and slowly. */
  record Stalled(Reason reason, String message) implements Verdict {}
}
