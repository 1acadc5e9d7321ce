package dev.amioperator.reconcile;

import java.util.Optional;

/** Meaning of {@code spec.suspend}: no EC2 action is executed for an object. */
public final class Suspension {
  private Suspension() {}

  /** The ready state of an object while it is suspended. */
  public static Optional<ReadyState> of(Boolean suspend) {
    return of(suspend, "object");
  }

  /**
   * The ready state of an object of some kind while it is suspended.
   *
   * @param what names the object in the message, such as {@code policy}
   */
  public static Optional<ReadyState> of(Boolean suspend, String what) {
    return Boolean.TRUE.equals(suspend)
        ? Optional.of(
            new ReadyState.Blocked(
                Reason.Suspended,
                "Nothing is written to EC2 for this %s until spec.suspend is false or removed."
                    .formatted(what),
                Requeue.SUSPENDED))
        : Optional.empty();
  }
}
