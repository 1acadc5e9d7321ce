package dev.amioperator.observer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test moves it, and the background work that is due by it. */
public final class SteppedTime implements InstantSource, TaskScheduler {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Due> queue = new ArrayList<>();

  private record Due(Instant at, Runnable task) {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    queue.add(new Due(now.plus(delay), task));
  }

  /** Moves on, running what falls due on the way, each task at its own time. */
  public void pass(Duration duration) {
    Instant end = now.plus(duration);
    while (true) {
      Due next =
          queue.stream()
              .filter(due -> !due.at.isAfter(end))
              .min(Comparator.comparing(Due::at))
              .orElse(null);
      if (next == null) {
        break;
      }
      queue.remove(next);
      now = next.at.isAfter(now) ? next.at : now;
      next.task.run();
    }
    now = end.isAfter(now) ? end : now;
  }

  /** Moves the clock alone, as while a call is under way. */
  void tick(Duration duration) {
    now = now.plus(duration);
  }
}
