package dev.amioperator.it;

import dev.amioperator.testing.ProgramResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The programs that test the charts besides Helm, built at the first call. */
final class ChartTools {
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  private ChartTools() {}

  /** Runs helm-unittest, kubeconform or helm-docs. */
  static ProgramResult run(String program, String... arguments) {
    return ProgramResult.run(
        COMMAND,
        Stream.concat(Stream.of(directory().resolve(program).toString()), Stream.of(arguments))
            .toList());
  }

  /** The CRDs of the Prometheus operator. */
  static Path prometheusCrds() {
    return directory().resolve("crds");
  }

  private static Path directory() {
    return Path.of(
        ProgramResult.runScript(
            BUILD, List.of(Path.of("hack", "chart-tools", "build").toString())));
  }
}
