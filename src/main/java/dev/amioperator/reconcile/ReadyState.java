package dev.amioperator.reconcile;

import java.time.Duration;

/** How an object stands after a look at it; what its conditions and its next reconcile say. */
public sealed interface ReadyState {
  Reason reason();

  String message();

  /** The message, cut where a field has room for no more than {@code most} characters. */
  default String message(int most) {
    return truncated(message(), most);
  }

  /** A text, cut where a field has room for no more than {@code most} characters. */
  static String truncated(String text, int most) {
    return text.substring(0, Math.min(text.length(), most));
  }

  /** EC2 matches the spec. */
  record Ready(Reason reason, String message) implements ReadyState {}

  /**
   * Under way: nothing is wrong.
   *
   * @param requeueAfter when to look again
   */
  record Reconciling(Reason reason, String message, Duration requeueAfter) implements ReadyState {}

  /** Held up by something that may pass by itself: tried again, told as not ready. */
  record Blocked(Reason reason, String message, Duration requeueAfter) implements ReadyState {}

  /** Stalled: somebody has to change something. Tried again at that change, and slowly. */
  record Stalled(Reason reason, String message) implements ReadyState {}
}
