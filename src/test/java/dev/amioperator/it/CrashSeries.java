package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.it.CrashPoint.Sequel;
import dev.amioperator.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Lives of one scenario, until one of them has met no crash that was not tried before. At first
 * none is cut short by a deletion, so that whatever a crash leads to is followed to its end.
 */
final class CrashSeries {
  /** For all series together. */
  private static final Duration LIMIT = Duration.ofMinutes(40);

  private static final Path LOG = Path.of("target", "operators", "lives.log");

  /** Whether the operator is killed at all, or its calls are only counted. */
  private static final boolean POINTS =
      Boolean.parseBoolean(System.getProperty("crash.points", "true"));

  /** How many lives without crashes are counted then. */
  private static final int COUNTED = Integer.getInteger("crash.lives", 3);

  /** Numbers lives, so that no two objects in a lane have one name. */
  private static final AtomicInteger LIVES = new AtomicInteger();

  private final CrashScenario scenario;
  private final Set<CrashPoint> tried = ConcurrentHashMap.newKeySet();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
  private final CallCounts calls = new CallCounts();
  private int underWay;
  private int lives;
  private boolean deletionsToo;
  private boolean complete;
  private Throwable failure;

  CrashSeries(CrashScenario scenario) {
    this.scenario = scenario;
  }

  /** Lives lives, of whichever series has the fewest under way, until all are over. */
  static void liveAll(List<CrashSeries> all, ControlPlane controlPlane, Path cache) {
    Optional<CrashSeries> next = next(all);
    while (next.isPresent()) {
      next.get().openLane(all, controlPlane, cache);
      next = next(all);
    }
  }

  private void openLane(List<CrashSeries> all, ControlPlane controlPlane, Path cache) {
    try (CrashLane lane = new CrashLane(controlPlane, cache)) {
      Optional<CrashSeries> next = Optional.of(this);
      while (next.isPresent() && next.get().live(lane)) {
        next = next(all);
      }
    } catch (RuntimeException noLane) {
      fail(noLane);
    }
  }

  private static Optional<CrashSeries> next(List<CrashSeries> all) {
    synchronized (CrashSeries.class) {
      Optional<CrashSeries> next =
          all.stream()
              .filter(CrashSeries::needsAnotherLife)
              .min(Comparator.comparing(CrashSeries::underWay));
      next.ifPresent(CrashSeries::begin);
      return next;
    }
  }

  /** Whether the lane is good for another life: one that went wrong may go on in it. */
  private boolean live(CrashLane lane) {
    String name = "life-" + LIVES.incrementAndGet();
    Instant born = Instant.now();
    boolean deletions = deletionsToo();
    try {
      CrashCourse course =
          CrashedLife.live(lane, scenario, name, point -> untried(point, deletions));
      course.whenReady().ifPresent(outcomes::add);
      log("%s of %s: %d crashes".formatted(name, this, course.crashes()), born);
      end(course, deletions);
      return true;
    } catch (Throwable wrong) {
      log("%s of %s went wrong in %s: %s".formatted(name, this, lane.name(), wrong), born);
      fail(wrong);
      return false;
    }
  }

  private boolean untried(CrashPoint point, boolean deletions) {
    return POINTS && (deletions || point.sequel() == Sequel.NOTHING) && tried.add(point);
  }

  private static synchronized void log(String what, Instant since) {
    Instant now = Instant.now();
    String line = "%s %s, %d ms%n".formatted(now, what, Duration.between(since, now).toMillis());
    try {
      Files.writeString(LOG, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void begin() {
    underWay++;
  }

  private synchronized void end(CrashCourse course, boolean deletions) {
    underWay--;
    lives++;
    if (course.crashes() == 0) {
      calls.add(course.calls());
      deletionsToo = true;
      complete |= POINTS ? deletions : calls.lives() >= COUNTED;
    }
  }

  private synchronized void fail(Throwable wrong) {
    underWay--;
    complete = true;
    failure = failure == null ? wrong : failure;
  }

  private synchronized boolean deletionsToo() {
    return deletionsToo;
  }

  private synchronized boolean needsAnotherLife() {
    return !complete && (POINTS || calls.lives() + underWay < COUNTED);
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
    assertThat(tried.isEmpty()).as("no crash points").isNotEqualTo(POINTS);
  }

  CrashScenario scenario() {
    return scenario;
  }

  int points() {
    return tried.size();
  }

  synchronized String summary() {
    return "%4d crash points in %2d lives, %s: %s"
        .formatted(points(), lives, calls.summary(), this);
  }

  Stream<String> callLines() {
    return calls.lines(scenario.name());
  }

  @Override
  public String toString() {
    return scenario.name();
  }
}
