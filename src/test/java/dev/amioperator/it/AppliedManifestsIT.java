package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Manifests that a GitOps tool applies stay as they were written: the API server adds no field to a
 * spec and writes none in another way. So there is nothing to ignore when live objects are compared
 * with Git. No operator runs here.
 */
class AppliedManifestsIT {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String MANAGER = "--field-manager=argocd-controller";

  private static ControlPlane controlPlane;
  private static String namespace;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.separate("applied");
    namespace = controlPlane.namespace("applied");
  }

  @AfterAll
  static void clear() {
    controlPlane.client().namespaces().withName(namespace).delete();
  }

  static List<Path> manifests() throws IOException {
    try (Stream<Path> samples = Files.list(Path.of("config", "samples"));
        Stream<Path> gitOps = Files.walk(Path.of("config", "gitops"));
        Stream<Path> fixtures = Files.list(Path.of("src", "test", "resources", "manifests"))) {
      Stream<Path> valid =
          fixtures.filter(file -> file.getFileName().toString().startsWith("valid-"));
      return Stream.of(samples, gitOps, valid)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.toString().endsWith("namespace.yaml"))
          .sorted()
          .toList();
    }
  }

  /** At the second apply, the API server stores the status that the CRD gives a new object. */
  @ParameterizedTest
  @MethodSource("manifests")
  void repeatedApplyChangesNothing(Path file) throws IOException {
    ObjectNode manifest = manifest(file);
    applyServerSide(manifest);
    applyServerSide(manifest);
    JsonNode before = live(manifest);
    applyServerSide(manifest);
    JsonNode after = live(manifest);
    ProgramResult diff = kubectl(manifest, "diff", "--server-side", MANAGER);
    delete(manifest);

    assertThat(after.get("spec")).isEqualTo(manifest.get("spec"));
    assertThat(after).isEqualTo(before);
    assertThat(after.at("/metadata/generation").asInt()).isOne();
    assertThat(diff.status()).as(diff.output()).isZero();
  }

  /** As Argo CD applies by default. */
  @ParameterizedTest
  @MethodSource("manifests")
  void differsInNothingAfterClientSideApply(Path file) throws IOException {
    ObjectNode manifest = manifest(file);
    succeed(kubectl(manifest, "apply"));
    ProgramResult diff = kubectl(manifest, "diff");
    JsonNode live = live(manifest);
    delete(manifest);

    assertThat(live.get("spec")).isEqualTo(manifest.get("spec"));
    assertThat(diff.status()).as(diff.output()).isZero();
  }

  /** A tool that waits must not go on before the operator has read an object. */
  @ParameterizedTest
  @MethodSource("manifests")
  void isInProgressBeforeOperatorReadsIt(Path file) throws IOException {
    ObjectNode manifest = manifest(file);
    applyServerSide(manifest);
    GitOpsTools.Health health = GitOpsTools.health(live(manifest));
    delete(manifest);

    assertThat(health.kstatus()).isEqualTo("InProgress");
    assertThat(health.argoCd()).isEqualTo("Progressing");
  }

  private static ObjectNode manifest(Path file) throws IOException {
    ObjectNode manifest = (ObjectNode) YAML.readTree(file.toFile());
    if (!manifest.get("kind").asText().equals("AwsAccount")) {
      manifest.withObject("/metadata").put("namespace", namespace);
    }
    return manifest;
  }

  private static void applyServerSide(ObjectNode manifest) {
    succeed(kubectl(manifest, "apply", "--server-side", MANAGER));
  }

  private static JsonNode live(ObjectNode manifest) throws IOException {
    return YAML.readTree(
        succeed(kubectl(manifest, "get", "-o=json", "--show-managed-fields")).output());
  }

  private static void delete(ObjectNode manifest) {
    succeed(kubectl(manifest, "delete"));
  }

  private static ProgramResult succeed(ProgramResult result) {
    assertThat(result.status()).as(result.output()).isZero();
    return result;
  }

  private static ProgramResult kubectl(ObjectNode manifest, String command, String... options) {
    try {
      Path file = Files.createTempFile("manifest", ".yaml");
      try {
        YAML.writeValue(file.toFile(), manifest);
        return controlPlane.kubectl(
            Stream.concat(Stream.of(command, "-f", file.toString()), Stream.of(options))
                .toArray(String[]::new));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
