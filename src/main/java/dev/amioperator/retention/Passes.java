package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.lifecycle.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a policy is decided anew. Passes are counted from the epoch, each policy with an offset of
 * its own, so that nothing has to be remembered of them: what was seen since the pass began is new
 * enough, and looking at it again costs no call.
 */
final class Passes {
  private static final Duration DEFAULT_INTERVAL = Duration.ofHours(6);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(10);

  private Passes() {}

  /**
   * What is older than this has to be looked at again: all of it, for a policy that is new or
   * edited.
   *
   * @param asked when the round of questions began
   */
  static Instant began(AmiRetentionPolicy policy, Instant asked) {
    boolean edited =
        policy.getStatus() == null
            || !policy
                .getMetadata()
                .getGeneration()
                .equals(policy.getStatus().observedGeneration());
    return edited ? asked : began(interval(policy), policy.getMetadata().getUid(), asked);
  }

  static Instant began(Duration interval, String uid, Instant now) {
    long seconds = interval.toSeconds();
    long offset = Math.floorMod(uid.hashCode(), seconds);
    long passes = Math.floorDiv(now.getEpochSecond() - offset, seconds);
    return Instant.ofEpochSecond(passes * seconds + offset);
  }

  private static Duration interval(AmiRetentionPolicy policy) {
    return Optional.ofNullable(policy.getSpec().interval())
        .map(Durations::parse)
        .filter(interval -> interval.compareTo(SHORTEST_INTERVAL) >= 0)
        .orElse(DEFAULT_INTERVAL);
  }
}
