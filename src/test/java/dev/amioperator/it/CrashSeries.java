package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.ControlPlane;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Lives of one scenario, until one of them has met no crash that was not tried before. */
final class CrashSeries {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Numbers lives, so that no two objects in a lane have one name. */
  private static final AtomicInteger LIVES = new AtomicInteger();

  private final CrashScenario scenario;
  private final Set<CrashPoint> tried = ConcurrentHashMap.newKeySet();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
  private int underWay;
  private boolean complete;
  private Throwable failure;

  CrashSeries(CrashScenario scenario) {
    this.scenario = scenario;
  }

  /** Lives lives, of whichever series has the fewest under way, until all are over. */
  static void liveAll(List<CrashSeries> all, ControlPlane controlPlane) {
    Optional<CrashSeries> next = next(all);
    while (next.isPresent()) {
      next.get().openLane(all, controlPlane);
      next = next(all);
    }
  }

  private void openLane(List<CrashSeries> all, ControlPlane controlPlane) {
    try (CrashLane lane = new CrashLane(controlPlane)) {
      Optional<CrashSeries> next = Optional.of(this);
      while (next.isPresent() && next.get().live(lane)) {
        next = next(all);
      }
    } catch (RuntimeException noLane) {
      end(true, noLane);
    }
  }

  private static Optional<CrashSeries> next(List<CrashSeries> all) {
    synchronized (CrashSeries.class) {
      Optional<CrashSeries> next =
          all.stream()
              .filter(series -> !series.complete())
              .min(Comparator.comparing(CrashSeries::underWay));
      next.ifPresent(CrashSeries::begin);
      return next;
    }
  }

  /** Whether the lane is good for another life: one that went wrong may go on in it. */
  private boolean live(CrashLane lane) {
    try {
      CrashedLife.Course course =
          CrashedLife.live(lane, scenario, "life-" + LIVES.incrementAndGet(), tried::add);
      course.whenReady().ifPresent(outcomes::add);
      end(course.crashes() == 0, null);
      return true;
    } catch (Throwable wrong) {
      end(true, wrong);
      return false;
    }
  }

  private synchronized void begin() {
    underWay++;
  }

  private synchronized void end(boolean last, Throwable wrong) {
    underWay--;
    complete |= last;
    failure = failure == null ? wrong : failure;
  }

  private synchronized boolean complete() {
    return complete;
  }

  private synchronized int underWay() {
    return underWay;
  }

  private synchronized boolean over() {
    return complete && underWay == 0;
  }

  private synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits for the end, and tells the first life that went wrong. */
  void check() {
    await().atMost(LIMIT).until(this::over);
    failure()
        .ifPresent(
            wrong -> {
              throw new AssertionError(wrong.getMessage(), wrong);
            });
    assertThat(outcomes).as("what there is when Ready, whatever the crash").hasSize(1);
    assertThat(tried).isNotEmpty();
  }

  int points() {
    return tried.size();
  }

  @Override
  public String toString() {
    return scenario.name();
  }
}
