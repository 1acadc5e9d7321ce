package dev.amioperator.it;

import dev.amioperator.testing.ProgramResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The programs of hack/requirements.txt, such as hadolint, installed at the first call. */
final class PythonPrograms {
  private static final Duration INSTALLATION = Duration.ofMinutes(10);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  private PythonPrograms() {}

  /** Runs a program of the virtual environment. */
  static ProgramResult run(String program, String... arguments) {
    return ProgramResult.run(
        COMMAND, Stream.concat(Stream.of(path(program)), Stream.of(arguments)).toList());
  }

  /** Where a program of the virtual environment is. */
  static String path(String program) {
    String python =
        ProgramResult.runScript(INSTALLATION, List.of(Path.of("hack", "python-env").toString()));
    return Path.of(python).resolveSibling(program).toString();
  }
}
