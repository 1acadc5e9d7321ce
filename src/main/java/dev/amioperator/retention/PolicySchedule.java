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
 * When a policy is decided anew. Passes are counted from the epoch, each policy with an offset of
 * its own, so that nothing has to be remembered of them: what was seen since the pass began is new
 * enough, and looking at it again costs no call.
 */
final class PolicySchedule {
  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(6);
  private static final Duration MIN_INTERVAL = Duration.ofMinutes(10);

  /** A plan in the status is of an earlier version of the spec then. */
  private static final Set<String> REASONS_BEFORE_DECISION =
      Set.of(Reason.Observing.name(), Reason.AccountNotReady.name(), Reason.Suspended.name());

  private PolicySchedule() {}

  /**
   * What is older than this has to be looked at again: all of it, for a policy that has not been
   * decided as it is written now.
   *
   * @param asked when the round of questions began
   */
  static Instant intervalStart(AmiRetentionPolicy policy, Instant asked) {
    return currentSpecDecided(policy)
        ? intervalStart(interval(policy), policy.getMetadata().getUid(), asked)
        : asked;
  }

  private static boolean currentSpecDecided(AmiRetentionPolicy policy) {
    AmiRetentionPolicyStatus status = policy.getStatus();
    return status != null
        && policy.getMetadata().getGeneration().equals(status.observedGeneration())
        && status.plan() != null
        && status.conditions().stream()
            .noneMatch(condition -> REASONS_BEFORE_DECISION.contains(condition.reason()));
  }

  static Instant intervalStart(Duration interval, String uid, Instant now) {
    long seconds = interval.toSeconds();
    long offset = Math.floorMod(uid.hashCode(), seconds);
    long passes = Math.floorDiv(now.getEpochSecond() - offset, seconds);
    return Instant.ofEpochSecond(passes * seconds + offset);
  }

  private static Duration interval(AmiRetentionPolicy policy) {
    return Optional.ofNullable(policy.getSpec().interval())
        .map(Durations::parse)
        .filter(interval -> interval.compareTo(MIN_INTERVAL) >= 0)
        .orElse(DEFAULT_INTERVAL);
  }
}
