package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills the operator process before and after every EC2 or KMS call for an object, and restarts it.
 * The result is the same as without a crash, nothing is created twice, nothing is left after the
 * deletion, and the source is open to the same accounts as before. Crash points are not listed
 * anywhere: runs follow each other and crash at every untried point, until a run meets none. A new
 * kind or source is another entry of {@link CrashScenarios}; {@code -Dcrash.scenario} tries only
 * those whose names contain it.
 *
 * <p>The EC2 calls of lives without crashes are counted, and written by scenario and action to
 * {@code target/operators/journal.txt}: a comparison of two versions of the operator. {@code
 * -Dcrash.points=false} does only that, in minutes, with {@code -Dcrash.lives} for each scenario.
 */
@Tag("crash")
class CrashIT {
  /** Restarting the operator repeatedly occupies two cores; the rest is waiting. */
  private static final int ENVIRONMENTS = Integer.getInteger("crash.lanes", 4);

  private static final String WANTED = System.getProperty("crash.scenario", "");

  private static final Path CALLS = Path.of("target", "operators", "journal.txt");

  private static final List<CrashSuite> SUITES =
      CrashScenarios.ALL.stream()
          .filter(scenario -> scenario.name().contains(WANTED))
          .map(CrashSuite::new)
          .toList();

  private static final Instant BEGAN = Instant.now();
  private static ExecutorService threads;

  @BeforeAll
  static void start() throws InterruptedException {
    assertThat(SUITES).as("scenarios named like \"%s\"", WANTED).isNotEmpty();
    List<ControlPlane> controlPlanes =
        IntStream.range(0, ENVIRONMENTS).mapToObj(CrashIT::controlPlane).toList();
    Path cache =
        CrashEnvironment.createCache(controlPlanes.getFirst(), SUITES.getFirst().scenario());
    threads = Executors.newFixedThreadPool(ENVIRONMENTS);
    controlPlanes.forEach(
        controlPlane -> threads.execute(() -> CrashSuite.runAll(SUITES, controlPlane, cache)));
    threads.shutdown();
  }

  /** One for each environment: operators that watch the same namespaces refuse to start. */
  private static ControlPlane controlPlane(int environment) {
    return ControlPlane.separate("crash-" + environment);
  }

  @TestFactory
  Stream<DynamicTest> survivesCrashAtEveryCall() {
    return SUITES.stream()
        .map(suite -> DynamicTest.dynamicTest(suite.toString(), suite::assertNoFailure));
  }

  @AfterAll
  static void count() throws IOException {
    threads.close();
    Files.write(CALLS, SUITES.stream().flatMap(CrashSuite::callLines).toList());
    SUITES.forEach(suite -> System.out.println(suite.summary()));
    System.out.printf(
        "crash points: %d in %d scenarios, %d s%n",
        SUITES.stream().mapToInt(CrashSuite::points).sum(),
        SUITES.size(),
        Duration.between(BEGAN, Instant.now()).toSeconds());
  }
}
