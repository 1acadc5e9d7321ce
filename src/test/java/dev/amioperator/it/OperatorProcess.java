package dev.amioperator.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shipped operator as a separate process with a kubeconfig and environment. */
public final class OperatorProcess implements AutoCloseable {
  private static final Path BUILT = Path.of("target", "quarkus-app");
  private static final Path JAR = BUILT.resolve("quarkus-run.jar");
  private static final Path LOGS = Path.of("target", "operators");

  private final Process process;
  private final int port;
  private final Path log;

  private OperatorProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts the operator and waits until it is live. */
  public static OperatorProcess start(
      String name, Path kubeconfig, Map<String, String> environment) {
    return start(List.of(), name, kubeconfig, environment);
  }

  /**
   * Starts the operator and waits until it is live.
   *
   * @param prefix command that runs the rest of its arguments as a command, in the same process
   */
  public static OperatorProcess start(
      List<String> prefix, String name, Path kubeconfig, Map<String, String> environment) {
    OperatorProcess operator =
        launch(
            prefix,
            name,
            kubeconfig,
            environment,
            Redirect.to(log(name).toFile()),
            List.of("-jar", JAR.toString()));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> String.join("", operator.log()).contains("the operator started"));
    return operator;
  }

  /** Starts the operator process. */
  static OperatorProcess launch(String name, Path kubeconfig, Map<String, String> environment) {
    return launch(
        List.of(),
        name,
        kubeconfig,
        environment,
        Redirect.to(log(name).toFile()),
        List.of("-jar", JAR.toString()));
  }

  /**
   * Starts the operator on a plain class path, which a JVM can cache for its next start. The log of
   * an earlier process of this name is continued.
   */
  static OperatorProcess launchAgain(
      String name, Path kubeconfig, Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-cp", classPath(), "io.quarkus.runner.GeneratedMain"));
    return launch(
        List.of(), name, kubeconfig, environment, Redirect.appendTo(log(name).toFile()), arguments);
  }

  /** In Quarkus's own order: generated and changed classes precede the originals. */
  private static String classPath() {
    return Stream.of("quarkus", "app", "lib/boot", "lib/main")
        .flatMap(directory -> jars(BUILT.resolve(directory)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OperatorProcess launch(
      List<String> prefix,
      String name,
      Path kubeconfig,
      Map<String, String> environment,
      Redirect log,
      List<String> arguments) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is not built: hack/mvn package -DskipTests");
    }
    try {
      int port = freePort();
      Files.createDirectories(LOGS);
      List<String> command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
      builder.environment().putAll(environment);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("HOSTNAME", name);
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      return new OperatorProcess(builder.start(), port, log(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log(String name) {
    return LOGS.resolve(name + ".log");
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Status and body of an HTTP request to the operator; 0 if the port is closed. */
  HttpAnswer get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return new HttpAnswer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new HttpAnswer(0, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Process id. */
  public long pid() {
    return process.pid();
  }

  /** Lines of the Prometheus metrics. */
  public Stream<String> metrics() {
    return get("/q/metrics").body().lines();
  }

  record HttpAnswer(int status, String body) {}

  List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the operator process as the loss of its node would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Asks the operator process to end, as the end of its pod does. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() throws InterruptedException {
    endWithin(Duration.ofSeconds(20));
  }

  /** Stops the operator process and waits for its end. */
  void endWithin(Duration limit) throws InterruptedException {
    terminate();
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException(
          "did not end within %s of SIGTERM, see %s".formatted(limit, log));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
