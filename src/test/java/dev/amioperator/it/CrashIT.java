package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.it.CrashScenario.Count;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
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
 * kind of object, or a new source, is one more scenario.
 */
@Tag("crash")
class CrashIT {
  /** Starting the operator again and again is work for two cores; the rest is waiting. */
  private static final int LANES = 3;

  private static final List<CrashScenario> SCENARIOS =
      List.of(
          new CrashScenario(
              "copy to two regions",
              (home, name) ->
                  Manifests.copyOf(
                      name, home.image(ImageSeed.named("golden")), "eu-west-2", "us-east-1"),
              new Count(2, 2),
              new Count(1, 1)),
          new CrashScenario(
              "snapshot with takeOwnership",
              (home, name) -> handedOver(name, home.snapshot(SnapshotSeed.of(8))),
              new Count(1, 0),
              new Count(0, 0)),
          new CrashScenario(
              "existing, adopted and deleted",
              (home, name) -> adopted(name, home.image(ImageSeed.named("golden"))),
              new Count(0, 0),
              new Count(0, 0)),
          new CrashScenario(
              "instance",
              (home, name) ->
                  Manifests.image(
                      name,
                      """
                      region: eu-west-1
                      source: {instance: {instanceId: %s, noReboot: true}}
                      launchPermissions: {accountIds: ["%s"]}
                      """
                          .formatted(home.instance(twoDisks()), Manifests.FRIEND)),
              new Count(1, 2),
              new Count(0, 0)),
          new CrashScenario(
              "snapshot",
              (home, name) -> Manifests.fromSnapshot(name, home.snapshot(SnapshotSeed.of(8))),
              new Count(1, 0),
              new Count(0, 1)));

  private static final List<CrashSeries> SERIES = SCENARIOS.stream().map(CrashSeries::new).toList();

  private static final Instant BEGAN = Instant.now();
  private static ExecutorService threads;

  @BeforeAll
  static void start() {
    ControlPlane controlPlane = ControlPlane.separate("crash");
    controlPlane.client().resource(Manifests.account()).create();
    threads = Executors.newFixedThreadPool(LANES);
    for (int lane = 0; lane < LANES; lane++) {
      threads.execute(() -> CrashSeries.liveAll(SERIES, controlPlane));
    }
    threads.shutdown();
  }

  @TestFactory
  Stream<DynamicTest> nothingIsDoneTwiceOrLeftBehindByACrashAt() {
    return SERIES.stream().map(series -> DynamicTest.dynamicTest(series.toString(), series::check));
  }

  @AfterAll
  static void count() {
    threads.close();
    System.out.printf(
        "crash points: %s (%s s)%n",
        SERIES.stream()
            .map(series -> "%s %s".formatted(series, series.points()))
            .collect(Collectors.joining(", ")),
        Duration.between(BEGAN, Instant.now()).toSeconds());
  }

  private static InstanceSeed twoDisks() {
    return InstanceSeed.small()
        .withVolumes(VolumeSeed.of("/dev/xvda", 8), VolumeSeed.of("/dev/sdf", 8));
  }

  private static AmiImage handedOver(String name, String snapshotId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {snapshot: {snapshotId: %s, architecture: x86_64, takeOwnership: true}}
        """
            .formatted(snapshotId));
  }

  private static AmiImage adopted(String name, String imageId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {existing: {imageId: %s, management: Adopt}}
        description: adopted
        deletionPolicy: Delete
        """
            .formatted(imageId));
  }
}
