package dev.amioperator.copy.queue;

import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.simulator.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** The time of a simulated EC2, which jumps from task to task. */
final class QueueTime implements TaskScheduler, InstantSource {
  static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  private final SimulatedClock clock = SimulatedClock.steppedFrom(START);
  private final Queue<DueTask> tasks =
      new PriorityQueue<>(Comparator.comparing(DueTask::at).thenComparing(DueTask::number));
  private long scheduled;

  private record DueTask(Instant at, long number, Runnable task) {}

  SimulatedClock clock() {
    return clock;
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    tasks.add(new DueTask(instant().plus(delay), scheduled++, task));
  }

  /** Forgets all tasks, as the end of a process does. */
  void forgetTasks() {
    tasks.clear();
  }

  /** Runs tasks until a condition holds, or none is left, or the time is over. */
  void runUntil(BooleanSupplier done, Duration atMost) {
    Instant end = instant().plus(atMost);
    while (!done.getAsBoolean() && !tasks.isEmpty() && !tasks.peek().at.isAfter(end)) {
      DueTask next = tasks.remove();
      if (next.at.isAfter(instant())) {
        clock.step(Duration.between(instant(), next.at));
      }
      next.task.run();
    }
  }

  void run(Duration duration) {
    Instant end = instant().plus(duration);
    runUntil(() -> false, duration);
    if (end.isAfter(instant())) {
      clock.step(Duration.between(instant(), end));
    }
  }
}
