package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that the release workflow runs, in a copy of the files that they change. */
class ReleaseScriptsIT {
  @TempDir private Path copy;

  @BeforeEach
  void copyProject() throws IOException {
    Files.createDirectory(copy.resolve("config"));
    for (String part : List.of("hack", "helm", "config/default", "pom.xml", "CHANGELOG.md")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file));
        }
      }
    }
  }

  @Test
  void writesVersionEverywhere() throws IOException {
    assertThat(run("set-version", "1.2.3").status()).isZero();

    assertThat(lines("pom.xml")).containsOnlyOnce("  <version>1.2.3</version>");
    for (String chart : List.of("ami-operator", "ami-operator-crds")) {
      assertThat(lines("helm/" + chart + "/Chart.yaml"))
          .containsOnlyOnce("version: 1.2.3", "appVersion: 1.2.3");
    }
    assertThat(lines("config/default/kustomization.yaml")).containsOnlyOnce("  newTag: 1.2.3");
  }

  @Test
  void refusesWhatIsNoVersion() {
    ProgramResult refused = run("set-version", "v1.2.3");

    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("not a version", "v1.2.3");
  }

  @Test
  void movesUnreleasedEntriesToRelease() {
    assertThat(run("release-notes", "1.2.3").status()).isNotZero();
    assertThat(run("set-version", "1.2.3").status()).isZero();
    assertThat(run("set-version", "1.2.3").status()).as("a second time").isZero();

    assertThat(run("release-notes", "1.2.3").output()).contains("### Added", "`AmiCopy`");
    assertThat(run("release-notes", "Unreleased").output()).contains("has no entries");
  }

  @Test
  void packagesChartsForReleasedImage() {
    assertThat(run("set-version", "1.2.3").status()).isZero();

    ProgramResult packaged = run("package-charts", "ghcr.io/owner/ami-operator", copy.toString());

    assertThat(packaged.status()).as(packaged.output()).isZero();
    assertThat(copy.resolve("ami-operator-crds-1.2.3.tgz")).exists();
    String chart = copy.resolve("ami-operator-1.2.3.tgz").toString();
    assertThat(Chart.helm("template", chart, "--kube-version", "1.31.0").output())
        .contains("image: \"ghcr.io/owner/ami-operator:1.2.3\"");
  }

  private ProgramResult run(String script, String... arguments) {
    return ProgramResult.run(
        Duration.ofMinutes(10),
        Stream.concat(
                Stream.of(copy.resolve("hack").resolve(script).toString()), Stream.of(arguments))
            .toList());
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(copy.resolve(file));
  }
}
