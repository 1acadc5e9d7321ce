package dev.amioperator.reconcile;

import java.time.Duration;

/** Readiness of an object after a reconcile; decides its conditions and its next reconcile. */
public sealed interface ReadyState {
  Reason reason();

  String message();

  /** The message, cut to at most {@code most} characters. */
  default String message(int most) {
    return truncated(message(), most);
  }

  /** Cuts the text of a condition or event to at most {@code most} characters. */
  static String truncated(String text, int most) {
    return text.substring(0, Math.min(text.length(), most));
  }

  /** EC2 matches the spec. */
  record Ready(Reason reason, String message) implements ReadyState {}

  /** EC2 is changing towards the spec, without a problem. */
  record Reconciling(Reason reason, String message, Duration requeueAfter) implements ReadyState {}

  /** A reconcile that waits for a cause outside the object, which may end by itself. */
  record Blocked(Reason reason, String message, Duration requeueAfter) implements ReadyState {}

  /** A reconcile that needs a user's change; retried at that change, and slowly until then. */
  record Stalled(Reason reason, String message) implements ReadyState {}
}
