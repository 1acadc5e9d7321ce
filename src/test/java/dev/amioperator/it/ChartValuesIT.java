package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every value of the chart, changed once: what is rendered changes, and Kubernetes knows it. */
class ChartValuesIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Chart CHART = new Chart("r", "ops");
  private static final Path CASES =
      Path.of("src", "test", "resources", "chart", "changed-values.yaml");

  @TempDir private static Path schemas;
  private static String schemaLocation;
  private static JsonNode cases;

  @BeforeAll
  static void read() throws IOException {
    cases = YAML.readTree(CASES.toFile());
    ControlPlane controlPlane = ControlPlane.separate("chart-values");
    String crds = ChartTools.prometheusCrds().toString();
    ProgramResult applied = controlPlane.kubectl("apply", "--server-side", "-f", crds);
    assertThat(applied.status()).as(applied.output()).isZero();
    schemaLocation =
        KubernetesSchemas.write(controlPlane, "com.coreos.monitoring.v1.ServiceMonitor", schemas);
  }

  @Test
  void changesEveryValue() throws IOException {
    Set<String> values = new TreeSet<>();
    leaves("", YAML.readTree(Path.of(Chart.DIRECTORY, "values.yaml").toFile()), values);
    Set<String> changed = new TreeSet<>();
    cases.fieldNames().forEachRemaining(changed::add);

    assertThat(changed).isEqualTo(values);
  }

  @Test
  void everyChangedValueRendersKnownObjects(@TempDir Path directory) throws IOException {
    String unchanged = render(directory, YAML.createObjectNode());
    for (var example : cases.properties()) {
      JsonNode with = example.getValue().path("with");
      ObjectNode values = with.isMissingNode() ? YAML.createObjectNode() : with.deepCopy();
      String before = with.isMissingNode() ? unchanged : render(directory, values);
      set(values, List.of(example.getKey().split("[.]")), example.getValue().get("value"));

      String after = render(directory, values);

      assertThat(after).as(example.getKey()).isNotEqualTo(before);
      Files.writeString(directory.resolve(example.getKey() + ".rendered.yaml"), after);
    }
    Files.delete(directory.resolve("values.yml"));
    ProgramResult conform = conform(directory.toString());
    assertThat(conform.status()).as(conform.output()).isZero();
    assertThat(conform.output()).contains("Skipped: 0").contains(cases.size() + " files");
  }

  @Test
  void crdsAreKnownObjects(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("crds.yaml");
    ProgramResult rendered =
        Chart.helm("template", "crds", Chart.CRDS, "--kube-version=1.35", "--set=commonLabels.a=b");
    Files.writeString(file, rendered.output());

    ProgramResult conform = conform(file.toString());

    assertThat(conform.status()).as(conform.output()).isZero();
    assertThat(conform.output()).contains("4 resources", "Skipped: 0");
  }

  /** Otherwise the schemas would accept anything. */
  @Test
  void schemasRefuseUnknownFields(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("pod.yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {containers: [{name: a, image: a, volumeMount: []}]}
        """);

    ProgramResult conform = conform(file.toString());

    assertThat(conform.status()).isNotZero();
    assertThat(conform.output()).contains("volumeMount");
  }

  private static ProgramResult conform(String what) {
    return ChartTools.run(
        "kubeconform", "-strict", "-summary", "-schema-location", schemaLocation, what);
  }

  private static String render(Path directory, JsonNode values) throws IOException {
    Path file = directory.resolve("values.yml");
    Files.writeString(file, YAML.writeValueAsString(values));
    ProgramResult rendered = CHART.render("--values=" + file);
    assertThat(rendered.status()).as("%s%n%s", values, rendered.output()).isZero();
    return rendered.output();
  }

  private static void set(ObjectNode values, List<String> path, JsonNode value) {
    String name = path.getFirst();
    if (path.size() == 1) {
      values.set(name, value);
      return;
    }
    JsonNode child = values.path(name);
    set(
        child.isObject() ? (ObjectNode) child : values.putObject(name),
        path.subList(1, path.size()),
        value);
  }

  private static void leaves(String prefix, JsonNode values, Set<String> leaves) {
    values
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject() && !field.getValue().isEmpty()) {
                leaves(prefix + field.getKey() + ".", field.getValue(), leaves);
              } else {
                leaves.add(prefix + field.getKey());
              }
            });
  }
}
