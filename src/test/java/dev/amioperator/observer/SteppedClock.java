package dev.amioperator.observer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A manual clock with the scheduled tasks of the observer's EC2 queries. */
public final class SteppedClock implements InstantSource, TaskScheduler {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final List<ScheduledTask> queue = new ArrayList<>();

  private record ScheduledTask(Instant at, Runnable task) {}

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    queue.add(new ScheduledTask(now.plus(delay), task));
  }

  /** Advances the clock and runs EC2 tasks at their scheduled times. */
  public void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (true) {
      ScheduledTask next =
          queue.stream()
              .filter(due -> !due.at.isAfter(end))
              .min(Comparator.comparing(ScheduledTask::at))
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

  /** Advances only the clock, as during an EC2 call. */
  void advanceWithoutTasks(Duration duration) {
    now = now.plus(duration);
  }
}
