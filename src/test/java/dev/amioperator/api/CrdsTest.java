package dev.amioperator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas of the checked-in CustomResourceDefinitions. */
class CrdsTest {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Path CHART = Path.of("helm", "ami-operator-crds", "files");

  static List<Path> crds() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /**
   * An unbounded field can exceed what Java reads, which ends the operator's watch, and leaves no
   * budget for CEL rules.
   */
  @ParameterizedTest
  @MethodSource("crds")
  void boundsEveryField(Path crd) throws IOException {
    JsonNode schema = YAML.readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> unbounded = new ArrayList<>();
    schema
        .get("properties")
        .properties()
        .forEach(p -> collect(p.getKey(), p.getValue(), unbounded));

    assertThat(schema.get("properties").size()).isGreaterThan(1);
    assertThat(unbounded).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void describesEveryField(Path crd) throws IOException {
    JsonNode schema = YAML.readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> unexplained = new ArrayList<>();
    unexplained("", schema, unexplained);

    assertThat(schema.path("description").asText()).as("kind").isNotEmpty();
    assertThat(unexplained).isEmpty();
  }

  /** The columns end with Ready, then the reason with {@code -o wide}, then the age. */
  @ParameterizedTest
  @MethodSource("crds")
  void showsReasonInWideOutput(Path crd) throws IOException {
    List<String> columns = new ArrayList<>();
    YAML.readTree(crd.toFile())
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(
            column ->
                columns.add(column.path("name").asText() + " " + column.path("priority").asInt()));

    assertThat(columns).endsWith("Ready 0", "Reason 1", "Age 0");
  }

  /** kubectl and Argo CD keep what they apply in an annotation of at most 262,144 bytes. */
  @ParameterizedTest
  @MethodSource("crds")
  void fitsAnnotationOfClientSideApply(Path crd) throws IOException {
    String json = YAML.readTree(crd.toFile()).toString();

    assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(10_000, 200_000);
  }

  @Test
  void matchesChartCrds() throws IOException {
    try (Stream<Path> files = Files.list(CHART)) {
      assertThat(files.map(Path::getFileName).sorted().toList())
          .isEqualTo(crds().stream().map(Path::getFileName).toList());
    }
    for (Path crd : crds()) {
      assertThat(CHART.resolve(crd.getFileName())).hasSameTextualContentAs(crd);
    }
  }

  private static void collect(String path, JsonNode schema, List<String> unbounded) {
    boolean bounded =
        switch (schema.path("type").asText()) {
          case "integer", "number" -> schema.has("minimum") && schema.has("maximum");
          case "string" -> schema.has("maxLength") || schema.has("enum");
          case "array" -> schema.has("maxItems");
          case "object" -> !schema.has("additionalProperties") || schema.has("maxProperties");
          default -> schema.path("type").asText().equals("boolean");
        };
    if (!bounded) {
      unbounded.add(path);
    }
    visitFields(path, schema, (p, s) -> collect(p, s, unbounded));
  }

  private static void unexplained(String path, JsonNode schema, List<String> found) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().has("description")) {
                found.add(path + "." + field.getKey());
              }
            });
    visitFields(path, schema, (p, s) -> unexplained(p, s, found));
  }

  private interface Visitor {
    void visit(String path, JsonNode schema);
  }

  private static void visitFields(String path, JsonNode schema, Visitor visitor) {
    schema
        .path("properties")
        .properties()
        .forEach(field -> visitor.visit(path + "." + field.getKey(), field.getValue()));
    if (schema.has("items")) {
      visitor.visit(path + "[]", schema.get("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      visitor.visit(path + "{}", schema.get("additionalProperties"));
    }
  }
}
