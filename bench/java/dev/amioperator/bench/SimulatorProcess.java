package dev.amioperator.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The simulated EC2 as a separate process. */
final class SimulatorProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "ami-operator-simulator.jar");
  private static final Path CLASS_PATH = Path.of("target", "simulator.classpath");

  private final Process process;
  private final List<String> addresses;

  private SimulatorProcess(Process process, List<String> addresses) {
    this.process = process;
    this.addresses = addresses;
  }

  /**
   * Starts the simulator and waits until it listens.
   *
   * @param speed simulated seconds per real second
   * @param directory directory for its log
   */
  static SimulatorProcess start(double speed, Path directory) throws IOException {
    Path ready = directory.resolve("simulator.ready");
    Files.deleteIfExists(ready);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                JAR + ":" + Files.readString(CLASS_PATH).strip(),
                "dev.amioperator.simulator.SimulatorMain",
                "--port=0",
                "--admin-port=0",
                "--speed=" + speed,
                "--ready-file=" + ready)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("simulator.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(ready));
    return new SimulatorProcess(process, Files.readAllLines(ready));
  }

  /** URL of the AWS endpoint. */
  String endpoint() {
    return addresses.getFirst();
  }

  /** Client of the simulator's admin API. */
  SimulatorClient client() {
    return new SimulatorClient(URI.create(addresses.getLast()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
