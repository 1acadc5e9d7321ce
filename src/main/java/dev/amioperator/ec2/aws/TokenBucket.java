package dev.amioperator.ec2.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * One bucket: starts full, refills steadily, slower after EC2 said that there are too many calls.
 * Not thread-safe.
 */
final class TokenBucket {
  /** A row of throttled answers to calls already under way is one signal, not many. */
  private static final Duration ONE_SIGNAL = Duration.ofSeconds(1);

  /** How long without a throttled answer until a halving is taken back. */
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  /** However often EC2 complains, a sixteenth of the rate goes on: work must not stop. */
  private static final int MOST_HALVINGS = 4;

  private final int capacity;
  private final double refillPerSecond;
  private double tokens;
  private Instant filledAt;
  private int halvings;
  private Instant changedAt;

  TokenBucket(int capacity, double refillPerSecond, Instant now) {
    this.capacity = capacity;
    this.refillPerSecond = refillPerSecond;
    this.tokens = capacity;
    this.filledAt = now;
    this.changedAt = now.minus(ONE_SIGNAL);
  }

  /** Takes a token if there is one. */
  boolean take(Instant now) {
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
    if (halvings == 0 || !now.isBefore(changedAt.plus(ONE_SIGNAL))) {
      halvings = Math.min(halvings + 1, MOST_HALVINGS);
      changedAt = now;
    }
  }

  private void refill(Instant now) {
    while (halvings > 0 && !now.isBefore(changedAt.plus(RECOVERY))) {
      pour(changedAt.plus(RECOVERY));
      halvings--;
      changedAt = changedAt.plus(RECOVERY);
    }
    pour(now);
  }

  private void pour(Instant until) {
    if (until.isAfter(filledAt)) {
      double seconds = Duration.between(filledAt, until).toNanos() / 1e9;
      tokens = Math.min(capacity, tokens + seconds * refillPerSecond / (1 << halvings));
      filledAt = until;
    }
  }
}
