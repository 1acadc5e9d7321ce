package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The releases of both charts in Helm: install, upgrade with changed CRDs, rollback, uninstall and
 * reinstall, with an object that has to survive all of it.
 */
@TestMethodOrder(OrderAnnotation.class)
class HelmLifecycleIT {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** The API server's limit for the data of a Secret, in which Helm stores a release. */
  private static final int SECRET_LIMIT = 1024 * 1024;

  private static ControlPlane controlPlane;
  private static Path newer;
  private static String uid;

  @BeforeAll
  static void start() throws IOException {
    controlPlane = ControlPlane.withoutCrds("helm");
    controlPlane.kubectl("create", "namespace", "ops");
    // Pods that are not restricted are refused.
    succeed("label", "namespace", "ops", "pod-security.kubernetes.io/enforce=restricted");
    newer = newerCrds();
  }

  /** A release cannot have both a CRD and an object of its kind, hence two charts. */
  @Test
  @Order(1)
  void namesMissingCrds() {
    assertThat(helm("install", "ami-operator", Chart.DIRECTORY).output())
        .contains("no matches for kind \"AwsAccount\"", "ensure CRDs are installed first");
  }

  @Test
  @Order(2)
  void installsInRestrictedNamespace() throws IOException {
    installed(helm("install", "ami-operator-crds", Chart.CRDS));
    installed(helm("install", "ami-operator", Chart.DIRECTORY, "--set=clusterId=c"));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(get("pods", "{.items[*].metadata.name}")).isNotEmpty());
    assertThat(get("awsaccount/default", "{.spec.namespaces.names[0]}")).isEqualTo("ops");
    apply("keep");
    succeed("patch", "ami/keep", "-n=ops", "--type=merge", "-p", finalizers("[\"example.com/x\"]"));
    uid = get("ami/keep", "{.metadata.uid}");
    assertThat(uid).isNotBlank();
  }

  /** Helm stores the files and the manifests of a chart, compressed, in a Secret. */
  @Test
  @Order(3)
  void storesReleasesFarBelowLimitOfSecrets() {
    var releases =
        controlPlane.client().secrets().inNamespace("ops").withLabel("owner", "helm").list();

    assertThat(releases.getItems())
        .hasSize(2)
        .allSatisfy(
            secret ->
                assertThat(secret.getData().get("release").length() * 3 / 4)
                    .isLessThan(SECRET_LIMIT / 4));
  }

  @Test
  @Order(4)
  void upgradesCrds() {
    installed(helm("upgrade", "ami-operator-crds", newer.toString()));

    succeed("patch", "ami/keep", "-n=ops", "--type=merge", "-p={\"spec\":{\"later\":\"set\"}}");
    assertThat(get("ami/keep", "{.spec.later}")).isEqualTo("set");
    assertThat(get("crd/amichannels.amioperator.dev", "{.spec.names.kind}"))
        .isEqualTo("AmiChannel");
  }

  /** CRDs of an older version would lose the fields that are new. */
  @Test
  @Order(5)
  void rollsBackOperatorWithoutCrds() {
    installed(helm("upgrade", "ami-operator", Chart.DIRECTORY, "--set=clusterId=c,replicas=2"));
    assertThat(get("deployment/ami-operator", "{.spec.replicas}")).isEqualTo("2");

    installed(helm("rollback", "ami-operator", "1"));

    assertThat(get("deployment/ami-operator", "{.spec.replicas}")).isEqualTo("1");
    assertThat(get("ami/keep", "{.spec.later}")).isEqualTo("set");
  }

  /** Even a rollback of the CRDs deletes none, and so no objects. */
  @Test
  @Order(6)
  void rollbackOfCrdsKeepsNewKinds() {
    installed(helm("rollback", "ami-operator-crds", "1"));

    assertThat(get("crd/amichannels.amioperator.dev", "{.metadata.name}")).isNotEmpty();
    assertThat(get("ami/keep", "{.metadata.uid}")).isEqualTo(uid);
  }

  @Test
  @Order(7)
  void uninstallKeepsObjectsForNextInstallation() {
    installed(helm("uninstall", "ami-operator", "ami-operator-crds"));

    assertThat(controlPlane.kubectl("get", "deployment/ami-operator", "-n=ops").status())
        .isNotZero();
    // Its objects would be deleted some time later.
    assertThat(get("crd", "{.items[*].metadata.deletionTimestamp}")).isEmpty();
    assertThat(get("ami/keep", "{.metadata.uid}{.metadata.deletionTimestamp}")).isEqualTo(uid);
    String account = get("awsaccount/default", "{.metadata.uid}");
    assertThat(account).isNotBlank();

    installed(helm("install", "ami-operator-crds", Chart.CRDS));
    installed(helm("install", "ami-operator", Chart.DIRECTORY, "--set=clusterId=c"));

    assertThat(get("ami/keep", "{.metadata.uid}")).isEqualTo(uid);
    assertThat(get("awsaccount/default", "{.metadata.uid}")).isEqualTo(account);
  }

  /** The CRDs of earlier charts, and of kubectl, belong to no release. */
  @Test
  @Order(8)
  void takesOverCrdsOfKubectl() {
    installed(helm("uninstall", "ami-operator-crds"));
    succeed("annotate", "crd", "--all", "meta.helm.sh/release-name-");
    assertThat(helm("install", "ami-operator-crds", Chart.CRDS).output())
        .contains("invalid ownership metadata");

    installed(
        helm("upgrade", "--install", "--take-ownership", "ami-operator-crds", newer.toString()));

    assertThat(get("ami/keep", "{.metadata.uid}")).isEqualTo(uid);
    succeed("patch", "ami/keep", "-n=ops", "--type=merge", "-p={\"spec\":{\"later\":\"again\"}}");
    assertThat(get("ami/keep", "{.spec.later}")).isEqualTo("again");
    succeed("patch", "ami/keep", "-n=ops", "--type=merge", "-p", finalizers("[]"));
  }

  private static ProgramResult helm(String... arguments) {
    return Chart.helm(
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--kubeconfig=" + controlPlane.kubeconfig(), "--namespace=ops"))
            .toArray(String[]::new));
  }

  private static void installed(ProgramResult helm) {
    assertThat(helm.status()).as(helm.output()).isZero();
    assertThat(helm.output()).doesNotContain("PodSecurity");
  }

  private static void succeed(String... arguments) {
    ProgramResult result = controlPlane.kubectl(arguments);
    assertThat(result.status()).as(result.output()).isZero();
  }

  private static String get(String object, String field) {
    ProgramResult result = controlPlane.kubectl("get", object, "-n=ops", "-o=jsonpath=" + field);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().strip();
  }

  private static void apply(String name) throws IOException {
    Path file = Files.createTempFile("image", ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: amioperator.dev/v1alpha1
        kind: AmiImage
        metadata: {name: %s, namespace: ops}
        spec: {region: eu-west-1, source: {existing: {imageId: ami-0123456789abcdef0}}}
        """
            .formatted(name));
    succeed("apply", "-f", file.toString());
    Files.delete(file);
  }

  private static String finalizers(String list) {
    return "{\"metadata\":{\"finalizers\":%s}}".formatted(list);
  }

  /** The chart of the CRDs with a field and a kind more. */
  private static Path newerCrds() throws IOException {
    Path copy = Files.createTempDirectory("crds").resolve("ami-operator-crds");
    try (Stream<Path> files = Files.walk(Path.of(Chart.CRDS))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Path.of(Chart.CRDS).relativize(file)));
      }
    }
    Path images = copy.resolve("files/amiimages.amioperator.dev.yaml");
    JsonNode crd = YAML.readTree(images.toFile());
    ((ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties"))
        .putObject("later")
        .put("type", "string");
    Files.writeString(images, YAML.writeValueAsString(crd).replaceFirst("^---\n", ""));
    String accounts = Files.readString(copy.resolve("files/awsaccounts.amioperator.dev.yaml"));
    for (List<String> name :
        List.of(
            List.of("awsaccount", "amichannel"),
            List.of("AwsAccount", "AmiChannel"),
            List.of("awsacct", "amich"))) {
      accounts = accounts.replace(name.get(0), name.get(1));
    }
    Files.writeString(copy.resolve("files/amichannels.amioperator.dev.yaml"), accounts);
    return copy;
  }
}
