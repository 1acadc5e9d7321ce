package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorOptionsTest {

  private static SimulatorOptions parse(String commandLine) {
    SimulatorOptions options = new SimulatorOptions();
    SimulatorMain.commandLine(options)
        .parseArgs(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));
    return options;
  }

  @Test
  void defaultsToLoopbackAndRealTime() {
    SimulatorOptions options = parse("");

    assertThat(options.bind().isLoopbackAddress()).isTrue();
    assertThat(options.port()).isEqualTo(4510);
    assertThat(options.adminPort()).isEqualTo(4511);
    assertThat(options.speed()).isEqualTo(1);
    assertThat(options.seed()).isEmpty();
    assertThat(options.readyFile()).isEmpty();
    assertThat(options.help()).isFalse();
  }

  @Test
  void parsesEveryOption() {
    SimulatorOptions options =
        parse(
            "--bind 0.0.0.0 --port 0 --admin-port 1 --speed 0.5 --seed world.yaml"
                + " --ready-file ready --help");

    assertThat(options.bind().isAnyLocalAddress()).isTrue();
    assertThat(options.port()).isZero();
    assertThat(options.adminPort()).isEqualTo(1);
    assertThat(options.speed()).isEqualTo(0.5);
    assertThat(options.seed()).contains(Path.of("world.yaml"));
    assertThat(options.readyFile()).contains(Path.of("ready"));
    assertThat(options.help()).isTrue();
  }

  @Test
  void lastValueOfRepeatedOptionWins() {
    assertThat(parse("--port 1 --port 2").port()).isEqualTo(2);
  }

  @Test
  void printsHelpWithEveryOption() {
    StringWriter out = new StringWriter();

    int exitCode =
        SimulatorMain.commandLine(new SimulatorOptions())
            .setOut(new PrintWriter(out))
            .execute("--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains("--bind", "--port", "--admin-port", "--speed", "--seed", "--ready-file")
        .contains("127.0.0.1", "4510", "4511");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --colour red            | "Unknown options: '--colour', 'red'"
          60                      | "Unmatched argument at index 0: '60'"
          --port                  | "Missing required parameter for option '--port' (N)"
          --port many             | "--port': The port must be a number from 0 to 65535, not many"
          --admin-port 65536      | "--admin-port': The port must be a number from 0 to 65535, not 65536"
          --speed -1              | "--speed': The speed must be a number of 0 or more, not -1"
          --speed NaN             | "--speed': The speed must be a number of 0 or more, not NaN"
          --bind 256.256.256.256  | "--bind': Unknown address 256.256.256.256"
          """,
      quoteCharacter = '"')
  void rejectsInvalidOption(String commandLine, String message) {
    StringWriter err = new StringWriter();

    int exitCode =
        SimulatorMain.commandLine(new SimulatorOptions())
            .setErr(new PrintWriter(err))
            .execute(commandLine.split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).contains(message).contains("--ready-file");
  }
}
