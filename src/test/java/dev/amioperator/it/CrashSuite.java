package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.it.CrashPoint.UserAction;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of a scenario until no untried EC2 call is left. Deletions by the user come last, so that
 * every crash is first followed to its end.
 */
final class CrashSuite {
  /** Time limit of all suites together. */
  private static final Duration LIMIT = Duration.ofMinutes(40);

  private static final Path LOG = Path.of("target", "operators", "lives.log");

  /** Whether the operator is killed at all, or its calls are only counted. */
  private static final boolean POINTS =
      Boolean.parseBoolean(System.getProperty("crash.points", "true"));

  /** How many lives without crashes are counted then. */
  private static final int COUNTED = Integer.getInteger("crash.lives", 3);

  /** Numbers runs, so that object names are unique in an environment. */
  private static final AtomicInteger LIVES = new AtomicInteger();

  private final CrashScenario scenario;
  private final Set<CrashPoint> tried = ConcurrentHashMap.newKeySet();
  private final Set<String> outcomes = ConcurrentHashMap.newKeySet();
  private final CallCounts calls = new CallCounts();
  private int underWay;
  private int runs;
  private boolean deletionsToo;
  private boolean complete;
  private Throwable failure;

  CrashSuite(CrashScenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenarios with the fewest pending runs first until all objects are finished; those
   * with the same speed of EC2's time share environments.
   */
  static void runAll(List<CrashSuite> all, ControlPlane controlPlane, Path cache) {
    for (List<CrashSuite> alike :
        all.stream().collect(Collectors.groupingBy(suite -> suite.scenario.speed())).values()) {
      Optional<CrashSuite> next = next(alike);
      while (next.isPresent()) {
        next.get().runInEnvironment(alike, controlPlane, cache);
        next = next(alike);
      }
    }
  }

  private void runInEnvironment(List<CrashSuite> all, ControlPlane controlPlane, Path cache) {
    try (CrashEnvironment environment =
        new CrashEnvironment(controlPlane, scenario.speed(), cache)) {
      Optional<CrashSuite> next = Optional.of(this);
      while (next.isPresent() && next.get().run(environment)) {
        next = next(all);
      }
    } catch (RuntimeException noLane) {
      fail(noLane);
    }
  }

  private static Optional<CrashSuite> next(List<CrashSuite> all) {
    synchronized (CrashSuite.class) {
      Optional<CrashSuite> next =
          all.stream()
              .filter(CrashSuite::needsAnotherLife)
              .min(Comparator.comparing(CrashSuite::underWay));
      next.ifPresent(CrashSuite::beginRun);
      return next;
    }
  }

  /** Whether the environment can be reused: a failed run may continue in it. */
  private boolean run(CrashEnvironment environment) {
    String name = "life-" + LIVES.incrementAndGet();
    Instant born = Instant.now();
    boolean deletions = deletionsToo();
    try {
      CrashCourse course =
          CrashRun.run(environment, scenario, name, point -> untried(point, deletions));
      course.whenReady().ifPresent(outcomes::add);
      log("%s of %s: %d crashes".formatted(name, this, course.crashes()), born);
      endRun(course, deletions);
      return true;
    } catch (Throwable wrong) {
      log("%s of %s went wrong in %s: %s".formatted(name, this, environment.name(), wrong), born);
      fail(wrong);
      return false;
    }
  }

  private boolean untried(CrashPoint point, boolean deletions) {
    return POINTS
        && (deletions || point.userAction() != UserAction.DELETES_THE_OBJECT)
        && tried.add(point);
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

  private synchronized void beginRun() {
    underWay++;
  }

  private synchronized void endRun(CrashCourse course, boolean deletions) {
    underWay--;
    runs++;
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

  private synchronized boolean finished() {
    return complete && underWay == 0;
  }

  private synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits for the end and reports the first failed run of an object. */
  void assertNoFailure() {
    await().atMost(LIMIT).until(this::finished);
    failure()
        .ifPresent(
            wrong -> {
              throw new AssertionError(wrong.getMessage(), wrong);
            });
    assertThat(outcomes).as("resources when Ready after any crash").hasSize(1);
    assertThat(tried.isEmpty()).as("no crash points").isNotEqualTo(POINTS);
  }

  CrashScenario scenario() {
    return scenario;
  }

  int points() {
    return tried.size();
  }

  synchronized String summary() {
    return "%4d crash points in %2d lives, %s: %s".formatted(points(), runs, calls.summary(), this);
  }

  Stream<String> callLines() {
    return calls.lines(scenario.name());
  }

  @Override
  public String toString() {
    return scenario.name();
  }
}
