package dev.amioperator.observer;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One thread that keeps the time, and a virtual one for each task that is due. */
public final class BackgroundThreads implements Background, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BackgroundThreads.class);

  /** What a call to EC2 that is cut off may take to notice. */
  private static final Duration LAST_ORDERS = Duration.ofSeconds(5);

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ec2-", 0).factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("ec2-timer").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  public BackgroundThreads() {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    timer.schedule(
        () -> workers.execute(() -> guarded(task)), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
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
      if (!workers.awaitTermination(LAST_ORDERS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls to EC2 were still under way at the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
