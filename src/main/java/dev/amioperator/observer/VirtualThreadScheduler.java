package dev.amioperator.observer;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A timer thread for EC2 calls, and a virtual thread for each task that is due. */
public final class VirtualThreadScheduler implements TaskScheduler, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VirtualThreadScheduler.class);

  /** What a call to EC2 that is cut off may take to notice. */
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
      LOG.error("A background task failed; this is a fault of the operator", e);
    }
  }

  /** Nothing starts any more; what runs is interrupted. */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls to EC2 were still under way at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
