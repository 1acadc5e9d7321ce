package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ProgramResult;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The charts' own test suites. */
class ChartToolsIT {
  private static final Pattern PASSED =
      Pattern.compile("Tests: +[1-9]\\d* passed, [1-9]\\d* total");

  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void passesItsSuites(String chart) {
    ProgramResult suites =
        ChartTools.run("helm-unittest", "--strict", Path.of("helm", chart).toString());

    assertThat(suites.status()).as(suites.output()).isZero();
    assertThat(suites.output()).containsPattern(PASSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void passesHelmLint(String chart) {
    ProgramResult lint = Chart.helm("lint", "--strict", Path.of("helm", chart).toString());

    assertThat(lint.status()).as(lint.output()).isZero();
  }
}
