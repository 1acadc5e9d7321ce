package dev.amioperator.testing;

import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.simulator.SimulatedClock;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The time of EC2 and of the operator. It stands still until a test awaits a condition, then
 * advances after each look that found the condition unmet: to the operator's next background task
 * while the operator is idle, and hardly while it works, so that a slow machine loses no time.
 */
public final class SimulatedTime implements TaskScheduler, Metrics {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
  private static final Duration STEP_WHILE_IDLE = Duration.ofSeconds(10);
  private static final Duration STEP_WHILE_BUSY = Duration.ofMillis(500);

  private final SimulatedClock clock = SimulatedClock.steppedFrom(InstantSource.system().instant());
  private final Queue<DueTask> tasks = new PriorityQueue<>(Comparator.comparing(DueTask::at));
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private record DueTask(Instant at, Runnable task) {}

  public SimulatedClock clock() {
    return clock;
  }

  /**
   * Awaits a condition, which is looked at again and again while time advances; fails if a
   * background task failed. What other threads throw is not the operator's: JOSDK 5.3.2 throws if
   * the event of a deletion cancels a timer that is being set, of an object that is gone.
   */
  public ConditionFactory await() {
    return Awaitility.await()
        .dontCatchUncaughtExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL_INTERVAL)
        .conditionEvaluationListener(
            condition -> {
              if (!condition.isSatisfied()) {
                advance();
              }
            });
  }

  @Override
  public synchronized void schedule(Duration delay, Runnable task) {
    if (delay.isPositive()) {
      tasks.add(new DueTask(clock.instant().plus(delay), task));
    } else {
      start(task);
    }
  }

  /** Counts a reconcile as work until it ends. */
  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> reconcile) throws Exception {
    running.incrementAndGet();
    try {
      return reconcile.execute();
    } finally {
      running.decrementAndGet();
    }
  }

  private synchronized void advance() {
    if (failure.get() != null) {
      throw new AssertionError("A background task failed.", failure.get());
    }
    clock.step(running.get() == 0 ? untilNextTask() : STEP_WHILE_BUSY);
    while (!tasks.isEmpty() && !tasks.peek().at.isAfter(clock.instant())) {
      start(tasks.poll().task);
    }
  }

  private Duration untilNextTask() {
    if (tasks.isEmpty()) {
      return STEP_WHILE_IDLE;
    }
    Duration left = Duration.between(clock.instant(), tasks.peek().at);
    return left.isNegative()
        ? Duration.ZERO
        : left.compareTo(STEP_WHILE_IDLE) < 0 ? left : STEP_WHILE_IDLE;
  }

  private void start(Runnable task) {
    running.incrementAndGet();
    Thread.ofVirtual()
        .name("ec2-task")
        .start(
            () -> {
              try {
                task.run();
              } catch (RuntimeException | Error thrown) {
                failure.compareAndSet(null, thrown);
                throw thrown;
              } finally {
                running.decrementAndGet();
              }
            });
  }
}
