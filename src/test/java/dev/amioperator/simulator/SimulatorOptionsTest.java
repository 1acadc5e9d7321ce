package dev.amioperator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorOptionsTest {

  private static SimulatorOptions parse(String commandLine) {
    return SimulatorOptions.parse(
        commandLine.isEmpty() ? List.of() : List.of(commandLine.split(" ")));
  }

  @Test
  void listensOnTheLoopbackInRealTimeUnlessToldOtherwise() {
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
  void takesEveryOption() {
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
  void explainsEveryOption() {
    assertThat(SimulatorOptions.USAGE)
        .contains("--bind", "--port", "--admin-port", "--speed", "--seed", "--ready-file");
  }

  @ParameterizedTest
  @CsvSource({
    "--colour red, There is no option --colour",
    "60, There is no option 60",
    "--port, --port needs a value",
    "--port many, 'A port is a number from 0 to 65535, not many'",
    "--admin-port 65536, 'A port is a number from 0 to 65535, not 65536'",
    "--speed -1, 'The speed is a number of 0 or more, not -1'",
    "--speed NaN, 'The speed is a number of 0 or more, not NaN'",
    "--bind 256.256.256.256, There is no address 256.256.256.256"
  })
  void saysWhatIsWrong(String commandLine, String message) {
    assertThatThrownBy(() -> parse(commandLine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
