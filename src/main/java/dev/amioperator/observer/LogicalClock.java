package dev.amioperator.observer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Orders EC2 reads and writes, even where the wall clock is too coarse. */
final class LogicalClock {
  private final InstantSource clock;
  private final AtomicLong order = new AtomicLong();

  LogicalClock(InstantSource clock) {
    this.clock = clock;
  }

  /** A unique time of an EC2 read or write, in ascending order. */
  record LogicalTime(Instant at, long order) {
    boolean isBefore(LogicalTime other) {
      return order < other.order;
    }
  }

  LogicalTime next() {
    return new LogicalTime(clock.instant(), order.incrementAndGet());
  }

  Instant now() {
    return clock.instant();
  }
}
