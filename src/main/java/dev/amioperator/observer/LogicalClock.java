package dev.amioperator.observer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Orders reads and writes of EC2, also where the clock is too coarse to tell. */
final class LogicalClock {
  private final InstantSource clock;
  private final AtomicLong order = new AtomicLong();

  LogicalClock(InstantSource clock) {
    this.clock = clock;
  }

  /** A moment: no two are the same, and the later has the higher order. */
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
