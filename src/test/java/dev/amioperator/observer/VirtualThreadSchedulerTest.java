package dev.amioperator.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualThreadSchedulerTest {
  private final VirtualThreadScheduler background = new VirtualThreadScheduler();

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void continuesAfterFailedTask() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      background.schedule(
          Duration.ofMillis(i),
          () -> {
            ran.countDown();
            throw new IllegalStateException("thrown by a test on purpose");
          });
    }

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptsRunningTasksOnClose() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean startedAfter = new AtomicBoolean();
    background.schedule(
        Duration.ZERO,
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    background.close();
    background.schedule(Duration.ZERO, () -> startedAfter.set(true));

    assertThat(interrupted.getCount()).isZero();
    assertThat(startedAfter).isFalse();
  }
}
