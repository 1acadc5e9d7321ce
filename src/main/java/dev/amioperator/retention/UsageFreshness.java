package dev.amioperator.retention;

import dev.amioperator.ec2.ImageReference;
import dev.amioperator.observer.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How old EC2's answer about the usage of an image may be, by what it decides. A plan changes
 * nothing in EC2, so an answer counts for a day in it, and so it does while a retention period is
 * running; each answer ages by its own clock. The start and the end of a retention period take an
 * answer of the current evaluation, and a deregistration one of the last minutes (FactsGatherer).
 *
 * @param enforce whether the policy is in mode Enforce
 * @param evaluationStart when the reads of the current evaluation started
 * @param interval {@code spec.interval}
 */
record UsageFreshness(boolean enforce, Instant evaluationStart, Duration interval, Instant now) {
  /** The age up to which an answer counts in a plan; the observer keeps answers for as long. */
  static final Duration MAX_AGE = Duration.ofDays(1);

  /** In mode Plan an answer is read again from this age on ... */
  private static final Duration REPEATED_AFTER = Duration.ofHours(14);

  /** ... plus up to this, by image id, so that the calls of a large account spread. */
  private static final Duration SPREAD = Duration.ofHours(6);

  /** From this age on an answer is read again even if its call is not full. */
  private static final Duration OVERDUE_AFTER = Duration.ofHours(22);

  /** The oldest answer that counts in the plan. */
  Instant planNotBefore() {
    return now.minus(MAX_AGE);
  }

  /**
   * The oldest proof of non-use with which an image is decided.
   *
   * @param dueAt when its retention period expires; empty: none runs
   */
  Instant notBefore(Optional<Instant> dueAt) {
    return enforce && dueAt.filter(now::isBefore).isEmpty() ? evaluationStart : planNotBefore();
  }

  /** Whether an answer decides about the image; a reference keeps it until it is read again. */
  boolean decides(Decision candidate, Observation.Known<List<ImageReference>> answer) {
    return !answer.value().isEmpty() || !answer.observedAt().isBefore(notBefore(candidate.dueAt()));
  }

  /** Whether the answer about an image is to be read again, while it still counts. */
  boolean repeats(String imageId, Instant observedAt) {
    return !observedAt.plus(repeatedAfter(imageId)).isAfter(now);
  }

  /** Whether an answer is read again even in a call with fewer images than fit. */
  boolean overdue(Instant observedAt) {
    return enforce || !observedAt.plus(OVERDUE_AFTER).isAfter(now);
  }

  private Duration repeatedAfter(String imageId) {
    return enforce
        ? interval.compareTo(REPEATED_AFTER) < 0 ? interval : REPEATED_AFTER
        : REPEATED_AFTER.plusSeconds(Math.floorMod(imageId.hashCode(), SPREAD.toSeconds()));
  }
}
