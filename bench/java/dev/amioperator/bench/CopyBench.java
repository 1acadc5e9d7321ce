package dev.amioperator.bench;

import dev.amioperator.it.OperatorProcess;
import java.nio.file.Path;
import java.time.Duration;

/** Runs loads of AmiCopies, each with a new simulated EC2 and a new process of the operator. */
final class CopyBench {
  private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(10);

  private final BenchCluster cluster;
  private final double speed;
  private final Path directory;

  /**
   * @param speed simulated seconds per real second
   * @param directory directory for the simulator's log
   */
  CopyBench(BenchCluster cluster, double speed, Path directory) {
    this.cluster = cluster;
    this.speed = speed;
    this.directory = directory;
    cluster.apply(CopyManifests.account());
  }

  /** Runs a load, and records what happens. */
  CopyRecords run(CopyLoad load) throws Exception {
    System.err.printf("%s: starting the simulator and the operator%n", load.label());
    try (SimulatorProcess simulator = SimulatorProcess.start(speed, directory);
        OperatorProcess _ =
            OperatorProcess.start(
                "bench",
                cluster.kubeconfig(),
                OperatorEnvironment.of(simulator.endpoint(), speed));
        ReadyWatch warmUp = cluster.namespace("bench-warm-up");
        ReadyWatch first = cluster.namespace("bench-a");
        ReadyWatch second = cluster.namespace("bench-b")) {
      SimulatorClient ec2 = simulator.client();
      warmUp(load, ec2, warmUp);
      ec2.seed(CopyManifests.seed(load));
      ec2.settings(load);
      return new CopyRun(load, cluster, ec2, ec2.time(speed), first, second).execute();
    }
  }

  /** Copies and deletes a small image, so that no figure depends on a JVM that just started. */
  private void warmUp(CopyLoad load, SimulatorClient ec2, ReadyWatch watch)
      throws InterruptedException {
    ec2.seed(CopyManifests.warmUpSeed());
    cluster.create(CopyManifests.warmUp(load, watch.namespace()));
    require(
        ProgressWait.until(() -> watch.readyCount() == 1, WARM_UP_LIMIT, () -> "warm-up: copying"));
    cluster.deleteAll("AmiCopy", watch.namespace());
    require(
        ProgressWait.until(() -> watch.remaining() == 0, WARM_UP_LIMIT, () -> "warm-up: deleting"));
  }

  private static void require(boolean done) {
    if (!done) {
      throw new IllegalStateException(
          "the AmiCopy of the warm-up took more than %d minutes; see target/operators/bench.log"
              .formatted(WARM_UP_LIMIT.toMinutes()));
    }
  }
}
