package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kustomization of the operator, which has the objects of the charts. */
class KustomizeIT {
  private static final Path DIRECTORY = Path.of("config", "default");
  private static final ObjectMapper YAML = new YAMLMapper();

  /** Kustomize writes 1.0 as 1. */
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> a.equals(b) || a.isNumber() && b.isNumber() && a.asDouble() == b.asDouble() ? 0 : 1;

  /** What only Helm writes or reads. The version of the operator is in the image's tag. */
  private static final List<String> OF_HELM =
      List.of(
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/version");

  /** `make kustomize` writes it. */
  @Test
  void isUpToDate(@TempDir Path directory) {
    Path generated = directory.resolve("operator.yaml");
    ProgramResult.runScript(
        Duration.ofMinutes(10),
        List.of(Path.of("hack", "kustomize").toString(), generated.toString()));

    assertThat(DIRECTORY.resolve("operator.yaml"))
        .as("run `make kustomize` and commit what it changes")
        .hasSameTextualContentAs(generated);
  }

  @Test
  void hasObjectsOfCharts() throws IOException {
    Map<String, JsonNode> expected =
        objects(
            Chart.helm(
                "template",
                "ami-operator",
                Chart.DIRECTORY,
                "--namespace=ami-operator",
                "--kube-version=1.35",
                "--set=defaultAccount.create=false"));
    expected.putAll(objects(Chart.helm("template", "crds", Chart.CRDS, "--kube-version=1.35")));
    expected.values().forEach(KustomizeIT::withoutHelm);

    Map<String, JsonNode> built =
        objects(GitOpsTools.run("kustomize", "build", DIRECTORY.toString()));

    assertThat(built.remove("Namespace/ami-operator")).isNotNull();
    assertThat(built).containsOnlyKeys(expected.keySet());
    built.forEach(
        (name, object) ->
            assertThat(object.equals(BY_VALUE, expected.get(name)))
                .as("%s:\n%s\n%s", name, object, expected.get(name))
                .isTrue());
  }

  /** With the kustomize of kubectl, and without a second attempt. */
  @Test
  void isAppliedByKubectl() {
    ControlPlane controlPlane = ControlPlane.withoutCrds("kustomize");

    ProgramResult applied =
        controlPlane.kubectl("apply", "--server-side", "-k", DIRECTORY.toString());

    assertThat(applied.status()).as(applied.output()).isZero();
    assertThat(applied.output()).doesNotContain("PodSecurity");
    ProgramResult crds = controlPlane.kubectl("apply", "--server-side", "-f", "crds");
    assertThat(crds.status()).as(crds.output()).isZero();
  }

  @Test
  void buildsDocumentedOverlay(@TempDir Path directory) throws IOException {
    Matcher overlay =
        Pattern.compile("(?s)```yaml\n(# kustomization.yaml\n.*?)```")
            .matcher(Files.readString(Path.of("docs", "install.md")));
    assertThat(overlay.find()).isTrue();
    Files.writeString(directory.resolve("kustomization.yaml"), overlay.group(1));
    Path project = Files.createDirectories(directory.resolve("ami-operator"));
    Files.createDirectory(project.resolve("config"));
    for (Path part : List.of(DIRECTORY, Path.of("crds"))) {
      try (Stream<Path> files = Files.walk(part)) {
        for (Path file : files.toList()) {
          Files.copy(file, project.resolve(file));
        }
      }
    }

    JsonNode operator =
        objects(GitOpsTools.run("kustomize", "build", directory.toString()))
            .get("Deployment/ami-operator")
            .at("/spec/template/spec/containers/0");

    assertThat(operator.get("image").asText()).isEqualTo("registry.example.com/ami-operator:0.1.0");
    assertThat(operator.get("env"))
        .last()
        .isEqualTo(YAML.readTree("{name: AMI_OPERATOR_CLUSTER_ID, value: prod-eu}"));
  }

  private static Map<String, JsonNode> objects(ProgramResult rendered) throws IOException {
    assertThat(rendered.status()).as(rendered.output()).isZero();
    Map<String, JsonNode> objects = new TreeMap<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered.output())) {
      while (documents.hasNext()) {
        JsonNode object = documents.next();
        if (object.isNull()) { // Helm writes an empty document before the CRDs
          continue;
        }
        String name = object.get("kind").asText() + "/" + object.at("/metadata/name").asText();
        assertThat(objects.put(name, object)).as("second %s", name).isNull();
      }
    }
    return objects;
  }

  /** The labels of CRDs are those of the release, besides. */
  private static void withoutHelm(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OF_HELM);
      if (object.path("kind").asText().equals("CustomResourceDefinition")) {
        object.withObject("/metadata").remove("labels");
      }
    }
    node.forEach(KustomizeIT::withoutHelm);
  }
}
