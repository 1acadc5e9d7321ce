package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the open evaluation of each policy started. A large account takes minutes to read; if the
 * start moved on meanwhile, what was read first would be too old before the rest is read.
 */
final class PolicyEvaluations {
  private final Map<String, Evaluation> open = new ConcurrentHashMap<>();

  private record Evaluation(long generation, Instant startedAt) {}

  /**
   * The start of the policy's open evaluation, or of one that starts now. An edit starts another,
   * and so does the end of an interval: nothing older is as recent as the spec demands.
   */
  Instant startedAt(AmiRetentionPolicy policy, Instant now) {
    long generation = policy.getMetadata().getGeneration();
    Instant earliest = now.minus(PolicySchedule.interval(policy));
    return open.compute(
            policy.getMetadata().getUid(),
            (uid, known) ->
                known == null
                        || known.generation != generation
                        || known.startedAt.isBefore(earliest)
                    ? new Evaluation(generation, now)
                    : known)
        .startedAt;
  }

  /** Ends the open evaluation of a policy: every image was decided, or the policy is deleted. */
  void ended(AmiRetentionPolicy policy) {
    open.remove(policy.getMetadata().getUid());
  }
}
