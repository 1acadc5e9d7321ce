package dev.amioperator.it;

import dev.amioperator.testing.ProgramResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Prometheus' own tool for rules, built at the first call. */
final class Promtool {
  private static final Duration BUILD = Duration.ofMinutes(20);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  private Promtool() {}

  static ProgramResult run(String... arguments) {
    String program =
        ProgramResult.runScript(BUILD, List.of(Path.of("hack", "promtool", "build").toString()));
    return ProgramResult.run(
        COMMAND, Stream.concat(Stream.of(program), Stream.of(arguments)).toList());
  }
}
