package dev.amioperator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The version of pom.xml is that of the charts and of the image. `hack/set-version` writes all. */
class ReleaseVersionTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>ami-operator</artifactId>\\s*<version>([^<]+)</version>");

  @ParameterizedTest
  @ValueSource(strings = {"ami-operator", "ami-operator-crds"})
  void isThatOfTheChart(String chart) throws IOException {
    JsonNode metadata = YAML.readTree(Path.of("helm", chart, "Chart.yaml").toFile());

    assertThat(metadata.path("version").asText()).isEqualTo(version());
    assertThat(metadata.path("appVersion").asText()).isEqualTo(version());
  }

  /** The template then takes the chart's appVersion. */
  @Test
  void isTheDefaultTagOfTheImage() throws IOException {
    JsonNode values = YAML.readTree(Path.of("helm", "ami-operator", "values.yaml").toFile());

    assertThat(values.at("/image/tag").asText("missing")).isEmpty();
    assertThat(values.at("/image/digest").asText("missing")).isEmpty();
  }

  @Test
  void isTheTagForKustomize() throws IOException {
    JsonNode kustomization =
        YAML.readTree(Path.of("config", "default", "kustomization.yaml").toFile());

    assertThat(kustomization.at("/images/0/newTag").asText()).isEqualTo(version());
  }

  /** A release has its entries under its own heading. */
  @Test
  void hasChangelogHeading() throws IOException {
    String heading = version().endsWith("-SNAPSHOT") ? "Unreleased" : version();

    assertThat(Files.readAllLines(Path.of("CHANGELOG.md")))
        .anyMatch(line -> line.startsWith("## [" + heading + "]"));
  }

  private static String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).as("version in pom.xml").isTrue();
    return version.group(1);
  }
}
