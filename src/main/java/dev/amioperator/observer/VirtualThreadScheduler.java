package dev.amioperator.observer;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Timer for EC2 calls that runs each due task in a virtual thread. */
public final class VirtualThreadScheduler implements TaskScheduler, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VirtualThreadScheduler.class);

  /** Time for an interrupted EC2 call to end. */
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ec2-", 0).factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("ec2-timer").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  public VirtualThreadScheduler() {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    timer.schedule(
        () -> workers.execute(() -> runLoggingFaults(task)),
        delay.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void runLoggingFaults(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A background task failed; this is a bug in the operator", e);
    }
  }

  /** Starts no more EC2 calls, and interrupts those that run. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("EC2 calls were still running at shutdown");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
