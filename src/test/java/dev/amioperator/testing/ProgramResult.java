package dev.amioperator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Exit status and output of another program, such as kubectl.
 *
 * @param status its exit status
 * @param output what it wrote
 */
public record ProgramResult(int status, String output) {

  /** Runs a program such as kubectl to its end, with stdout and stderr combined. */
  public static ProgramResult run(Duration limit, List<String> command) {
    return run(limit, new ProcessBuilder(command).redirectErrorStream(true));
  }

  /**
   * Runs a script of the project, such as {@code hack/helm}, and returns its stdout.
   *
   * @return the answer, without the end of its line
   * @throws IllegalStateException when the script fails
   */
  public static String runScript(Duration limit, List<String> command) {
    ProgramResult script = run(limit, new ProcessBuilder(command).redirectError(Redirect.INHERIT));
    if (script.status != 0) {
      throw new IllegalStateException("failed, see above: " + String.join(" ", command));
    }
    return script.output.strip();
  }

  /** Through a file: a pipe would have to be emptied while the program runs. */
  private static ProgramResult run(Duration limit, ProcessBuilder program) {
    String line = String.join(" ", program.command());
    try {
      Path output = Files.createTempFile("program", ".out");
      try {
        Process process = program.redirectOutput(output.toFile()).start();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new IllegalStateException("no end after %s: %s".formatted(limit, line));
        }
        return new ProgramResult(process.exitValue(), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + line, e);
    }
  }
}
