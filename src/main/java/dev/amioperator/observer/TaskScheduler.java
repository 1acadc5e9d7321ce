package dev.amioperator.observer;

import java.time.Duration;

/** Runs EC2 calls in the background. */
public interface TaskScheduler {
  /**
   * Runs a task once, after the delay and outside the caller's thread. An exception ends only that
   * task.
   */
  void schedule(Duration delay, Runnable task);
}
