package dev.amioperator.observer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Tells when something happens, and in which order where the clock is too coarse to tell. */
final class Timeline {
  private final InstantSource clock;
  private final AtomicLong order = new AtomicLong();

  Timeline(InstantSource clock) {
    this.clock = clock;
  }

  /** A moment: no two are the same, and a later one has the higher order. */
  record Moment(Instant at, long order) {
    boolean isBefore(Moment other) {
      return order < other.order;
    }
  }

  Moment mark() {
    return new Moment(clock.instant(), order.incrementAndGet());
  }

  Instant now() {
    return clock.instant();
  }
}
