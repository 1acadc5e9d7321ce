package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The operator's process is killed before and after every EC2 call that it makes for an object, and
 * started again: what comes of the object is the same as without a crash, nothing is made twice,
 * and nothing is left after its deletion. The points are not listed anywhere: lives follow each
 * other, each crossed by crashes where none was tried yet, until one meets no such point. A new
 * kind of object, or a new source, is one more of the {@link CrashScenarios}; {@code
 * -Dcrash.scenario} tries only those whose names contain it.
 *
 * <p>The EC2 calls of lives without crashes are counted, and written by scenario and action to
 * {@code target/operators/journal.txt}: a comparison of two versions of the operator. {@code
 * -Dcrash.points=false} does only that, in minutes, with {@code -Dcrash.lives} for each scenario.
 */
@Tag("crash")
class CrashIT {
  /** Starting the operator again and again is work for two cores; the rest is waiting. */
  private static final int LANES = Integer.getInteger("crash.lanes", 4);

  private static final String WANTED = System.getProperty("crash.scenario", "");

  private static final Path CALLS = Path.of("target", "operators", "journal.txt");

  private static final List<CrashSeries> SERIES =
      CrashScenarios.ALL.stream()
          .filter(scenario -> scenario.name().contains(WANTED))
          .map(CrashSeries::new)
          .toList();

  private static final Instant BEGAN = Instant.now();
  private static ExecutorService threads;

  @BeforeAll
  static void start() throws InterruptedException {
    assertThat(SERIES).as("scenarios named like \"%s\"", WANTED).isNotEmpty();
    ControlPlane controlPlane = ControlPlane.separate("crash");
    controlPlane.client().resource(Manifests.account()).create();
    Path cache = CrashLane.train(controlPlane, SERIES.getFirst().scenario());
    threads = Executors.newFixedThreadPool(LANES);
    for (int lane = 0; lane < LANES; lane++) {
      threads.execute(() -> CrashSeries.liveAll(SERIES, controlPlane, cache));
    }
    threads.shutdown();
  }

  @TestFactory
  Stream<DynamicTest> nothingIsDoneTwiceOrLeftBehindByACrashAt() {
    return SERIES.stream().map(series -> DynamicTest.dynamicTest(series.toString(), series::check));
  }

  @AfterAll
  static void count() throws IOException {
    threads.close();
    Files.write(CALLS, SERIES.stream().flatMap(CrashSeries::callLines).toList());
    SERIES.forEach(series -> System.out.println(series.summary()));
    System.out.printf(
        "crash points: %d in %d scenarios, %d s%n",
        SERIES.stream().mapToInt(CrashSeries::points).sum(),
        SERIES.size(),
        Duration.between(BEGAN, Instant.now()).toSeconds());
  }
}
