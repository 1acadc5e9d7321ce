package dev.amioperator.reconcile;

import java.util.Optional;

/** What {@code spec.suspend} means: nothing is written to EC2 for an object. */
public final class Suspension {

  private Suspension() {}

  /** What is said of an object while it is suspended. */
  public static Optional<ReadyState> of(Boolean suspend) {
    return of(suspend, "object");
  }

  /**
   * The same in the object's own terms.
   *
   * @param what the word for it, such as {@code policy}
   */
  public static Optional<ReadyState> of(Boolean suspend, String what) {
    return Boolean.TRUE.equals(suspend)
        ? Optional.of(
            new ReadyState.Blocked(
                Reason.Suspended,
                "Nothing is written to EC2 for this %s until spec.suspend is false or gone."
                    .formatted(what),
                Requeue.SUSPENDED))
        : Optional.empty();
  }
}
