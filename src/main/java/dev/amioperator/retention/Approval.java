package dev.amioperator.retention;

import java.time.Instant;
import java.util.Set;

/** What a policy in mode Approved may retire. */
sealed interface Approval {
  /** Modes Plan and Enforce: no approval is needed. */
  record NotRequired() implements Approval {}

  /** Mode Approved. */
  sealed interface Required extends Approval {}

  /** {@code spec.approvedPlan} is absent. */
  record NotGiven() implements Required {}

  /** The approval is in no status yet; it counts from the next evaluation on. */
  record Unrecorded(String hash) implements Required {}

  /** No plan with the hash is stored. */
  record PlanNotFound(String hash) implements Required {}

  /** The stored plan has another hash than its name says. */
  record PlanAltered(String hash, String configMap) implements Required {}

  /** The stored plan cannot be read now. */
  record PlanUnreadable(String hash, String message) implements Required {}

  /** The approval was given too long ago. */
  record Expired(String hash, Instant at) implements Required {}

  /**
   * A plan is approved.
   *
   * @param lines of the plan: an image is approved with the step and snapshots in its line
   */
  record Valid(String hash, Instant until, Set<String> lines) implements Required {
    public Valid {
      lines = Set.copyOf(lines);
    }
  }

  /** Whether the image of a decision may be retired. */
  default boolean covers(Decision decision) {
    return coversLine(PlannedImage.of(decision).line());
  }

  /** Whether what a plan says in a line, such as about an orphaned snapshot, may be done. */
  default boolean coversLine(String line) {
    return switch (this) {
      case NotRequired notRequired -> true;
      case Valid valid -> valid.lines().contains(line);
      case NotGiven notGiven -> false;
      case Unrecorded unrecorded -> false;
      case PlanNotFound notFound -> false;
      case PlanAltered altered -> false;
      case PlanUnreadable unreadable -> false;
      case Expired expired -> false;
    };
  }
}
