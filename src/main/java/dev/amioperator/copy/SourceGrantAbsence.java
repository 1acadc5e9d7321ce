package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.CopyGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when EC2 and KMS show nothing of recorded grants. Both are eventually consistent: a grant
 * that was given a moment ago may be missing in a single read. Kept in memory only, so that a
 * restart restarts the time.
 */
final class SourceGrantAbsence {
  private final Map<String, Map<CopyGrant, Instant>> missingSince = new ConcurrentHashMap<>();

  /**
   * How long until another read can prove the end of a grant, of which this read shows nothing;
   * empty if this read proves it.
   *
   * @param uid of the AmiCopy
   * @param readAt when the oldest answer was read
   * @param window how long the grant has to be missing
   */
  Optional<Duration> missed(String uid, CopyGrant grant, Instant readAt, Duration window) {
    Instant since =
        missingSince
            .computeIfAbsent(uid, _ -> new ConcurrentHashMap<>())
            .computeIfAbsent(grant, _ -> readAt);
    Duration left = Duration.between(readAt, since.plus(window));
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /** Restarts the time of a grant that is shown, or that a copy needs. */
  void present(String uid, CopyGrant grant) {
    Optional.ofNullable(missingSince.get(uid)).ifPresent(grants -> grants.remove(grant));
  }

  /** Drops what is kept of an AmiCopy. */
  void forget(String uid) {
    missingSince.remove(uid);
  }
}
