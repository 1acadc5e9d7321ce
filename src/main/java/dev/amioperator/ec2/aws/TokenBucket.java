package dev.amioperator.ec2.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * Token bucket for EC2 calls that starts full and refills more slowly after throttling. Not
 * thread-safe.
 */
final class TokenBucket {
  /** Throttled responses to calls already in flight count as a single signal. */
  private static final Duration THROTTLE_DEBOUNCE = Duration.ofSeconds(1);

  /** Time without a throttled response until the rate doubles again. */
  private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(30);

  /** A sixteenth of the rate remains however often EC2 throttles: work must not stop. */
  private static final int MAX_HALVINGS = 4;

  private final int capacity;
  private final double refillPerSecond;
  private double tokens;
  private Instant refilledAt;
  private int halvings;
  private Instant rateChangedAt;

  TokenBucket(int capacity, double refillPerSecond, Instant now) {
    this.capacity = capacity;
    this.refillPerSecond = refillPerSecond;
    this.tokens = capacity;
    this.refilledAt = now;
    this.rateChangedAt = now.minus(THROTTLE_DEBOUNCE);
  }

  /** Takes the token of an EC2 call, if the bucket has any. */
  boolean tryAcquire(Instant now) {
    refill(now);
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  /** How long after the last call the bucket has a token, at its present rate. */
  Duration untilNext() {
    double seconds = Math.max(0, 1 - tokens) / refillPerSecond * (1 << halvings);
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** Empties the bucket, as EC2's is after a throttled call, and halves its refill. */
  void throttled(Instant now) {
    refill(now);
    tokens = 0;
    if (halvings == 0 || !now.isBefore(rateChangedAt.plus(THROTTLE_DEBOUNCE))) {
      halvings = Math.min(halvings + 1, MAX_HALVINGS);
      rateChangedAt = now;
    }
  }

  private void refill(Instant now) {
    while (halvings > 0 && !now.isBefore(rateChangedAt.plus(RECOVERY_INTERVAL))) {
      addTokensUntil(rateChangedAt.plus(RECOVERY_INTERVAL));
      halvings--;
      rateChangedAt = rateChangedAt.plus(RECOVERY_INTERVAL);
    }
    addTokensUntil(now);
  }

  private void addTokensUntil(Instant until) {
    if (until.isAfter(refilledAt)) {
      double seconds = Duration.between(refilledAt, until).toNanos() / 1e9;
      tokens = Math.min(capacity, tokens + seconds * refillPerSecond / (1 << halvings));
      refilledAt = until;
    }
  }
}
