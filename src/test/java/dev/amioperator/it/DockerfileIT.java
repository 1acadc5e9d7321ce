package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile, without a container engine: its lint, its files, and how its command starts. */
class DockerfileIT {
  private static final Duration MINUTES = Duration.ofMinutes(3);
  private static final Path BUILT = Path.of("target", "quarkus-app");

  @Test
  void passesLint() {
    ProgramResult lint = PythonPrograms.run("hadolint", "Dockerfile");

    assertThat(lint.status()).as(lint.output()).isZero();
  }

  /** A tag may be moved to another image. */
  @Test
  void pinsBaseByDigest() throws IOException {
    List<String> stages = instructions("FROM").map(from -> from.split(" ")[0]).toList();

    assertThat(stages).hasSizeGreaterThan(1);
    assertThat(stages)
        .filteredOn(image -> !image.equals("operator"))
        .hasSize(1)
        .allMatch(image -> image.matches("eclipse-temurin:[\\d._]+-jre@sha256:[0-9a-f]{64}"));
  }

  @Test
  void copiesOnlyWhatDockerignoreLetsThrough() throws IOException {
    List<String> context =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();

    List<String> sources =
        instructions("COPY")
            .filter(copy -> !copy.startsWith("--from"))
            .map(copy -> copy.split(" ")[0])
            .toList();

    assertThat(sources).hasSize(4).allMatch(source -> Files.exists(Path.of(source)));
    assertThat(sources).allMatch(source -> context.stream().anyMatch(source::startsWith));
    assertThat(instructions("RUN"))
        .singleElement()
        .asString()
        .contains("source=" + context.getLast() + ",");
  }

  @Test
  void runsAsNumericUser() throws IOException {
    assertThat(instructions("USER")).containsExactly("65532:65532");
  }

  /** AOTMode=on ends the JVM if the cache does not fit its options, jars or class path. */
  @Test
  void startsWithCache(@TempDir Path image) throws IOException {
    copyBuilt(image);
    ProgramResult created =
        ProgramResult.run(
            MINUTES,
            List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                Path.of("hack", "aot-cache").toString(),
                image.toString()));
    assertThat(created.status()).as(created.output()).isZero();

    Process operator = start(image);
    try {
      await()
          .atMost(MINUTES)
          .untilAsserted(
              () ->
                  assertThat(image.resolve("log"))
                      .content()
                      .contains("Installed features")
                      .doesNotContain("[error]"));
    } finally {
      operator.destroyForcibly().onExit().join();
    }
    assertThat(Files.readAllLines(image.resolve("classes")))
        .filteredOn(line -> line.contains("dev.amioperator.operator."))
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.endsWith("source: shared objects file"));
  }

  private static Process start(Path image) throws IOException {
    String entrypoint = instructions("ENTRYPOINT").findFirst().orElseThrow();
    List<String> command =
        new ArrayList<>(List.of(new ObjectMapper().readValue(entrypoint, String[].class)));
    assertThat(command).contains("-XX:AOTCache=ami-operator.aot");
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(1, List.of("-XX:AOTMode=on", "-Xlog:class+load:file=classes"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(image.toFile())
            .redirectErrorStream(true)
            .redirectOutput(image.resolve("log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBERNETES_MASTER", "https://127.0.0.1:1",
                "AMI_OPERATOR_CLUSTER_ID", "none",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", "0"));
    return builder.start();
  }

  /** The arguments of an instruction; a line that ends in a backslash continues. */
  private static Stream<String> instructions(String name) throws IOException {
    return Files.readString(Path.of("Dockerfile"))
        .replace("\\\n", "")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1));
  }

  /** With their times, as COPY keeps them. */
  private static void copyBuilt(Path image) throws IOException {
    try (Stream<Path> files = Files.walk(BUILT)) {
      for (Path file : files.skip(1).toList()) {
        Path target = image.resolve(BUILT.relativize(file));
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
