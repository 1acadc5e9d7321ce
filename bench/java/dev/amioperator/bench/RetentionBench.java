package dev.amioperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.bench.SimulatorClient.SimulatedTime;
import dev.amioperator.it.OperatorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Runs an AmiRetentionPolicy in mode Plan over a region of many images. */
final class RetentionBench {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BenchCluster cluster;
  private final int images;
  private final Path directory;
  private Instant firstProgress;
  private Instant planned;

  /**
   * @param directory directory for the simulator's log
   */
  RetentionBench(BenchCluster cluster, int images, Path directory) {
    this.cluster = cluster;
    this.images = images;
    this.directory = directory;
  }

  /** Evaluates the images twice, and records what happens. */
  RetentionRecords run() throws Exception {
    System.err.printf("retention of %d images: starting%n", images);
    try (SimulatorProcess simulator = SimulatorProcess.start(1, directory);
        OperatorProcess operator =
            OperatorProcess.start(
                "bench-retention",
                cluster.kubeconfig(),
                OperatorEnvironment.ofChart(simulator.endpoint()))) {
      SimulatorClient ec2 = simulator.client();
      SimulatedTime time = ec2.time(1);
      RetentionManifests manifests =
          new RetentionManifests(cluster.emptyNamespace("bench-retention"), images);
      manifests.seeds(time.at(Instant.now())).forEach(ec2::seed);
      ec2.throttle();
      cluster.create(manifests.account());
      Thread.sleep(IDLE);
      long idle = ProcessMemory.residentMib(operator.pid());
      Instant applied = Instant.now();
      List<Ec2Call> first = evaluate(ec2, manifests, "6h");
      Instant firstPlanned = planned;
      List<Ec2Call> next = evaluate(ec2, manifests, "5h");
      return new RetentionRecords(
          images,
          manifests.candidates(),
          applied,
          firstProgress,
          firstPlanned,
          first,
          next,
          longestReconcile(operator),
          idle,
          ProcessMemory.peakMib(operator.pid()));
    }
  }

  /** Applies the policy, and waits until its plan is complete. */
  private List<Ec2Call> evaluate(SimulatorClient ec2, RetentionManifests manifests, String interval)
      throws InterruptedException, IOException {
    List<Ec2Call> before = ec2.calls();
    planned = null;
    cluster.apply(manifests.policy(interval));
    ProgressWait.until(
        () -> look(manifests), LIMIT, () -> "retention: " + ec2.calls().size() + " EC2 calls");
    List<Ec2Call> calls = ec2.calls();
    return calls.subList(before.size(), calls.size()).stream().filter(Ec2Call::toEc2).toList();
  }

  private boolean look(RetentionManifests manifests) {
    JsonNode policy = JSON.valueToTree(cluster.policy(manifests.namespace()));
    JsonNode status = policy.path("status");
    boolean current =
        status.path("observedGeneration").asLong()
            == policy.path("metadata").path("generation").asLong();
    if (firstProgress == null && current && status.has("plan")) {
      firstProgress = Instant.now();
    }
    boolean complete = current && status.has("plan") && !status.has("progress") && ready(status);
    if (complete) {
      planned = Instant.now();
    }
    return complete;
  }

  private static boolean ready(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** The longest reconcile of a policy in the metrics of the operator. */
  private static Duration longestReconcile(OperatorProcess operator) {
    Predicate<String> ofPolicies =
        line ->
            line.startsWith("reconciliations_execution_duration_seconds_max")
                && line.contains("amiretentionpolicy");
    return operator
        .metrics()
        .filter(ofPolicies)
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
        .max(Duration::compareTo)
        .orElseThrow(() -> new IllegalStateException("no metric of the policy's reconciles"));
  }
}
