package dev.amioperator.ec2.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * One bucket: starts full, refills steadily, slower after EC2 said that there are too many calls.
 * Not thread-safe.
 */
final class TokenBucket {
  /** A row of throttled answers to calls already under way is one signal, not many. */
  private static final Duration THROTTLE_DEBOUNCE = Duration.ofSeconds(1);

  /** How long without a throttled answer until a halving is taken back. */
  private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(30);

  /** However often EC2 complains, a sixteenth of the rate goes on: work must not stop. */
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

  /** Takes a token if there is one. */
  boolean tryAcquire(Instant now) {
    refill(now);
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  /** EC2 throttled a call: its bucket is empty, so ours is too, and refills at half the rate. */
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
