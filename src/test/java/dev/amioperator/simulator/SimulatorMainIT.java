package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a process of its own. */
class SimulatorMainIT {
  @TempDir private Path directory;
  private Process process;

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  private void start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName()));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
  }

  private String said(String stream) throws IOException {
    return Files.readString(directory.resolve(stream));
  }

  @Test
  void servesSeedUntilTerminated() throws Exception {
    Path ready = directory.resolve("ready");
    Path seed = directory.resolve("seed.yaml");
    Files.writeString(seed, "instances: [{id: i-0123456789abcdef0, region: eu-west-1}]");

    start(
        "--port",
        "0",
        "--admin-port",
        "0",
        "--speed",
        "60",
        "--seed",
        seed.toString(),
        "--ready-file",
        ready.toString());
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready));
    List<String> endpoints = Files.readAllLines(ready);

    assertThat(said("out"))
        .contains("AWS_ENDPOINT_URL=" + endpoints.get(0), endpoints.get(1), "60 times real time");
    assertThat(get(endpoints.get(1) + "/world")).contains("i-0123456789abcdef0");
    assertThat(get(endpoints.get(0))).contains("AWS_ENDPOINT_URL=");
    assertThat(said("err")).isEmpty();

    process.destroy();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended within 5 s").isTrue();
  }

  @Test
  void reportsPositionOfSeedError() throws Exception {
    Path seed = directory.resolve("seed.yaml");
    Files.writeString(seed, "instances:\n- {id: i-1}\n");

    start("--port", "0", "--admin-port", "0", "--seed", seed.toString());

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(said("err"))
        .contains(seed.toString(), "region is missing, in instances [0] region (line 2");
  }

  private static String get(String uri) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
