package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The python with boto3 and moto that {@code hack/python-env} installs. */
final class PythonProcess {
  private PythonProcess() {}

  /** The interpreter, from the environment variable {@code PYTHON}. */
  static Path interpreter() {
    String python = System.getenv("PYTHON");
    assertThat(python)
        .as("PYTHON must name the python of hack/python-env (make test sets it)")
        .isNotNull();
    return Path.of(python);
  }

  /** Runs a script of {@code src/test/python} and fails, with what it said, unless it exits 0. */
  static void run(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(script, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    interpreter().toString(), Path.of("src", "test", "python", script).toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      assertThat(ended).as("%s ended%n%s", script, Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
