package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The charts' own test suites, and their generated documentation. */
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

  /** `make chart-docs` writes them. */
  @Test
  void documentationIsUpToDate(@TempDir Path copies) throws IOException {
    copy(Path.of("helm"), copies.resolve("helm"));

    ProgramResult.runScript(
        Duration.ofMinutes(10),
        List.of(Path.of("hack", "chart-docs").toString(), copies.resolve("helm").toString()));

    for (String chart : List.of("ami-operator", "ami-operator-crds")) {
      Path readme = Path.of("helm", chart, "README.md");
      assertThat(readme)
          .as("run `make chart-docs` and commit what it changes")
          .hasSameTextualContentAs(copies.resolve(readme));
    }
  }

  /** The table of values has a row for every value, and a description in each. */
  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void describesEveryValue(String chart) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("helm", chart, "README.md")).stream()
            .filter(line -> line.startsWith("| `") && line.split(" [|] ").length > 1)
            .toList();

    assertThat(rows).hasSizeGreaterThan(1).allMatch(row -> row.matches(".*[\\w`]\\. \\|"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
