package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildConsoleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DONE | true",
        "[ 1.2] cloud-init[9]: DONE | true",
        "DONE and dusted | false",
        "echo DONE; exit 1 | false",
        "'' | false"
      })
  void requiresMarkerAtEndOfLine(String line, boolean succeeded) {
    assertThat(BuildConsole.hasLineEndingWith("booting\r\n" + line + " \r\nhalting", "DONE"))
        .isEqualTo(succeeded);
  }

  @Test
  void returnsLastLinesWithoutColours() {
    String console =
        IntStream.range(0, 100)
            .mapToObj(i -> "\u001b[32mline " + i)
            .collect(Collectors.joining("\r\n"));

    assertThat(BuildConsole.tail(console).lines())
        .startsWith(" Its console ends:", "line 85")
        .endsWith("line 99");
    assertThat(BuildConsole.tail("\r\n \n")).isEqualTo(" Its console is empty.");
  }

  @Test
  void limitsTailToConditionLength() {
    assertThat(BuildConsole.tail(("x".repeat(10_000) + "\n").repeat(50))).hasSizeLessThan(4_000);
  }
}
