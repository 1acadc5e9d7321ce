package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.reconcile.Durations;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The intervals in which a policy rereads images and usage from EC2. They are counted from the
 * epoch, with an offset per policy, so that no state is needed: an observation since the start of
 * the interval is recent enough, and reading it again costs no EC2 call.
 */
final class PolicySchedule {
  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(6);
  private static final Duration MIN_INTERVAL = Duration.ofMinutes(10);

  /** Reasons with which the plan in the status may be of an earlier spec. */
  private static final Set<String> REASONS_BEFORE_DECISION =
      Set.of(
          Reason.Observing.name(),
          Reason.AccountNotReady.name(),
          Reason.Suspended.name(),
          Reason.ClockSkew.name());

  private PolicySchedule() {}

  /**
   * The time before which observations of EC2 are too old. A new spec rereads everything.
   *
   * @param startedAt when the open evaluation started
   */
  static Instant intervalStart(AmiRetentionPolicy policy, Instant startedAt) {
    return currentSpecDecided(policy)
        ? intervalStart(interval(policy), policy.getMetadata().getUid(), startedAt)
        : startedAt;
  }

  private static boolean currentSpecDecided(AmiRetentionPolicy policy) {
    AmiRetentionPolicyStatus status = policy.getStatus();
    return status != null
        && policy.getMetadata().getGeneration().equals(status.observedGeneration())
        && status.plan() != null
        && status.conditions() != null
        && status.conditions().stream()
            .noneMatch(condition -> REASONS_BEFORE_DECISION.contains(condition.reason()));
  }

  static Instant intervalStart(Duration interval, String uid, Instant now) {
    long seconds = interval.toSeconds();
    long offset = Math.floorMod(uid.hashCode(), seconds);
    long intervals = Math.floorDiv(now.getEpochSecond() - offset, seconds);
    return Instant.ofEpochSecond(intervals * seconds + offset);
  }

  /** The interval of a policy's evaluations, with its default. */
  static Duration interval(AmiRetentionPolicy policy) {
    return Optional.ofNullable(policy.getSpec().interval())
        .map(Durations::parse)
        .filter(interval -> interval.compareTo(MIN_INTERVAL) >= 0)
        .orElse(DEFAULT_INTERVAL);
  }
}
