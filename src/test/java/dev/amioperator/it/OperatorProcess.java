package dev.amioperator.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as it is shipped: a process of its own, with a kubeconfig and environment. */
final class OperatorProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final Process process;
  private final int port;
  private final Path log;

  private OperatorProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts it and waits until it has. */
  static OperatorProcess start(String name, Path kubeconfig, Map<String, String> environment) {
    OperatorProcess operator = launch(name, kubeconfig, environment);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> String.join("", operator.log()).contains("the operator started"));
    return operator;
  }

  /** Starts it. */
  static OperatorProcess launch(String name, Path kubeconfig, Map<String, String> environment) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is not built: hack/mvn package -DskipTests");
    }
    try {
      int port = freePort();
      Path log = Files.createDirectories(Path.of("target", "operators")).resolve(name + ".log");
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      ProcessBuilder builder =
          new ProcessBuilder(java, "-jar", JAR.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.environment().put("HOSTNAME", name);
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      return new OperatorProcess(builder.start(), port, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The status and body that a path of its HTTP port answers with; 0 if nothing listens. */
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

  record HttpAnswer(int status, String body) {}

  List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a node that is lost would: no farewell. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("did not end within 20 s of SIGTERM, see " + log);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
