package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples for Argo CD and Flux, by the CRDs of both. */
class GitOpsExamplesIT {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final Path FLUX = Path.of("config", "flux");

  private static ControlPlane controlPlane;

  @BeforeAll
  static void installCrds() {
    controlPlane = ControlPlane.separate("gitops");
    // As their installation does: that of an Application is too large for the annotation.
    succeed("apply", "--server-side", "-f", GitOpsTools.crds().toString());
    succeed("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    for (String namespace : List.of("argocd", "flux-system", "images")) {
      succeed("create", "namespace", namespace);
    }
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> gitOps = Files.walk(Path.of("config", "gitops"));
        Stream<Path> flux = Files.walk(FLUX)) {
      return Stream.of(
              gitOps,
              flux,
              Stream.of("operator.yaml", "images.yaml")
                  .map(file -> Path.of("config", "argocd", file)))
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".yaml"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAcceptedByItsCrd(Path example) {
    ProgramResult applied =
        controlPlane.kubectl(
            "apply", "--dry-run=server", "--validate=strict", "-f", example.toString());

    assertThat(applied.status()).as(applied.output()).isZero();
  }

  @Test
  void namesDirectoriesThatExist() throws IOException {
    List<String> paths = new ArrayList<>();
    for (JsonNode object : objects()) {
      for (String field : List.of("/spec/path", "/spec/source/path", "/spec/chart/spec/chart")) {
        paths.add(object.at(field).asText());
      }
      object.at("/spec/sources").forEach(source -> paths.add(source.path("path").asText()));
    }
    paths.removeIf(String::isEmpty);

    assertThat(paths)
        .contains("helm/ami-operator", "config/gitops", "./config/gitops/copies")
        .allSatisfy(path -> assertThat(Path.of(path)).isDirectory());
  }

  /** Fields that hide a drift, or that delete an object whose change is refused. */
  @Test
  void ignoresNoDifferenceAndReplacesNothing() throws IOException {
    for (Path example : examples()) {
      assertThat(Files.readString(example))
          .as("%s", example)
          .doesNotContain("ignoreDifferences:", "force:", "Force=", "Replace=");
    }
  }

  @Test
  void rendersChartWithTheirValues(@TempDir Path directory) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (JsonNode object : objects()) {
      values.add(object.at("/spec/values"));
      object.at("/spec/sources").forEach(source -> values.add(source.at("/helm/valuesObject")));
    }
    values.removeIf(JsonNode::isMissingNode);

    assertThat(values).hasSize(2);
    Path file = directory.resolve("values.yaml");
    for (JsonNode example : values) {
      YAML.writeValue(file.toFile(), example);
      ProgramResult rendered = new Chart("ami-operator", "ami-operator").render("--values=" + file);
      assertThat(rendered.status()).as(rendered.output()).isZero();
      assertThat(rendered.output()).doesNotContain("kind: AwsAccount\n");
    }
  }

  /** So that each waits for the one before. */
  @Test
  void ordersKustomizationsByDependsOn() throws IOException {
    List<String> order = new ArrayList<>();
    for (JsonNode object : objects()) {
      if (object.at("/kind").asText().equals("Kustomization")) {
        assertThat(object.at("/spec/wait").asBoolean()).isTrue();
        assertThat(object.at("/spec/dependsOn/0/name").asText(""))
            .isEqualTo(order.isEmpty() ? "" : order.getLast());
        order.add(object.at("/metadata/name").asText());
      }
    }
    assertThat(order).containsExactly("ami-operator", "accounts", "images", "copies");
  }

  private static List<JsonNode> objects() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (Path example : examples()) {
      try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(example.toFile())) {
        documents.forEachRemaining(objects::add);
      }
    }
    return objects;
  }

  private static void succeed(String... arguments) {
    ProgramResult result = controlPlane.kubectl(arguments);
    assertThat(result.status()).as(result.output()).isZero();
  }
}
