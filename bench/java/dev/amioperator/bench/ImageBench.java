package dev.amioperator.bench;

import dev.amioperator.bench.ImageRecords.Phase;
import dev.amioperator.it.OperatorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Creates many AmiImages and some AmiCopies of them, and deletes all, with limited memory. */
final class ImageBench {
  private static final Duration LIMIT = Duration.ofMinutes(60);

  private final BenchCluster cluster;
  private final int images;
  private final int memoryMib;
  private final Path directory;

  /**
   * @param memoryMib limit of the operator's memory
   * @param directory directory for the simulator's log
   */
  ImageBench(BenchCluster cluster, int images, int memoryMib, Path directory) {
    this.cluster = cluster;
    this.images = images;
    this.memoryMib = memoryMib;
    this.directory = directory;
  }

  /** Runs the bench, and records what happens. */
  ImageRecords run() throws Exception {
    System.err.printf("%d images: starting%n", images);
    String namespace = cluster.emptyNamespace("bench-images");
    ImageManifests manifests = new ImageManifests(namespace, images, images / 10);
    try (SimulatorProcess simulator = SimulatorProcess.start(1, directory);
        MemoryLimit memory = MemoryLimit.ofMib(memoryMib);
        OperatorProcess operator =
            OperatorProcess.start(
                memory.prefix(),
                "bench-images",
                cluster.kubeconfig(),
                OperatorEnvironment.ofContainer(simulator.endpoint()));
        ReadyWatch imageWatch = cluster.watch("AmiImage", namespace);
        ReadyWatch copyWatch = cluster.watch("AmiCopy", namespace)) {
      SimulatorClient ec2 = simulator.client();
      ec2.seed(manifests.seed());
      ec2.throttle();
      cluster.apply(manifests.account());
      Phase created =
          create(ec2, images, manifests::amiImage, () -> images - imageWatch.readyCount());
      Instant ready = Instant.now();
      long statusWrites = writes(ApiWrites.Of.status("amiimages"), namespace, ready);
      long objectWrites = writes(ApiWrites.Of.objects("amiimages"), namespace, ready);
      long events = writes(ApiWrites.Of.events(), namespace, ready);
      int copies = manifests.copies();
      Phase copied = create(ec2, copies, manifests::amiCopy, () -> copies - copyWatch.readyCount());
      Phase deleted = delete(ec2, namespace, imageWatch, copyWatch);
      return new ImageRecords(
          images,
          copies,
          created,
          copied,
          deleted,
          statusWrites,
          objectWrites,
          events,
          ec2.leftovers(),
          process(operator, memory));
    }
  }

  private Phase create(
      SimulatorClient ec2, int objects, IntFunction<String> manifest, IntSupplier missing)
      throws InterruptedException {
    return phase(
        ec2,
        "creating",
        () -> IntStream.range(0, objects).mapToObj(manifest).forEach(cluster::create),
        missing);
  }

  private Phase delete(
      SimulatorClient ec2, String namespace, ReadyWatch imageWatch, ReadyWatch copyWatch)
      throws InterruptedException {
    return phase(
        ec2,
        "deleting",
        () -> {
          cluster.deleteAll("AmiCopy", namespace);
          cluster.deleteAll("AmiImage", namespace);
        },
        () -> imageWatch.remaining() + copyWatch.remaining());
  }

  private static Phase phase(SimulatorClient ec2, String name, Runnable start, IntSupplier missing)
      throws InterruptedException {
    int before = ec2.calls().size();
    Instant started = Instant.now();
    start.run();
    ProgressWait.until(
        () -> missing.getAsInt() == 0,
        LIMIT,
        () ->
            "%s: %d objects to go, %d EC2 calls"
                .formatted(name, missing.getAsInt(), ec2.calls().size() - before));
    Duration duration = Duration.between(started, Instant.now());
    List<Ec2Call> calls = ec2.calls();
    return new Phase(duration, missing.getAsInt(), calls.subList(before, calls.size()));
  }

  private long writes(ApiWrites.Of kind, String namespace, Instant until) throws IOException {
    return cluster.writes(kind, Set.of(namespace), until);
  }

  private ImageRecords.Process process(OperatorProcess operator, MemoryLimit memory)
      throws IOException {
    double collections =
        operator
            .metrics()
            .filter(line -> line.startsWith("jvm_gc_pause_seconds_sum"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    return new ImageRecords.Process(
        memoryMib,
        memory.peakMib(),
        ProcessMemory.peakMib(operator.pid()),
        memory.kills(),
        Duration.ofMillis(Math.round(collections * 1000)),
        ProcessHandle.of(operator.pid())
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO));
  }
}
