package dev.amioperator.observer;

import java.time.Duration;

/** Runs calls to EC2 in the background. */
public interface TaskScheduler {
  /**
   * Runs the task once, after the delay and not in the caller's thread. What the task throws ends
   * that task and nothing else.
   */
  void schedule(Duration delay, Runnable task);
}
