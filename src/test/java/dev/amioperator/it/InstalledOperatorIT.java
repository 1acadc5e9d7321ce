package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.ProgramResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator installed by the chart in a Kubernetes cluster, cluster-wide. */
class InstalledOperatorIT {
  private static final Chart CHART = new Chart("ami-operator", "ops");
  private static final Duration SOON = Duration.ofSeconds(60);

  private static ControlPlane controlPlane;
  private static SimulatedWorld aws;
  private static InstalledChart installed;

  /** The current holder of the leader election lease. */
  private static OperatorProcess operator;

  @BeforeAll
  static void install() {
    aws = SimulatedWorld.start();
    controlPlane = ControlPlane.separate("installed");
    controlPlane.kubectl("create", "namespace", CHART.namespace());
    installed =
        InstalledChart.install(
            controlPlane,
            CHART,
            aws.endpoint(),
            // Its labels are read with the permissions of the chart.
            "--set=defaultAccount.namespaces.selector.matchLabels.kubernetes\\.io/metadata\\.name=default",
            "--set=defaultAccount.allow.snapshots.tags.image=allowed");
    operator = installed.start("first");
  }

  @AfterAll
  static void end() throws InterruptedException {
    operator.close();
    aws.close();
  }

  @Test
  void reconcilesImage() {
    apply(image("works"));

    await().atMost(SOON).untilAsserted(() -> assertThat(ready("works")).isTrue());

    assertThat(controlPlane.kubectl("get", "events.events.k8s.io", "-A", "-o=name").output())
        .contains("event.events.k8s.io/works.");
    assertThat(operator.get("/q/health/ready").status()).isEqualTo(200);
    assertThat(operator.get("/q/health/live").status()).isEqualTo(200);
    assertThat(operator.get("/q/metrics").body()).contains("reconciliations_success_total{");
    assertThat(controlPlane.kubectl("delete", "amiimage", "works", "--timeout=60s").status())
        .isZero();
    assertThat(operator.log())
        .noneMatch(line -> line.contains("orbidden"))
        .allSatisfy(InstalledOperatorIT::isJson);
  }

  /** A resource that the API server accepts and Java cannot read would end the operator's watch. */
  @Test
  void survivesUnusualManifests() throws IOException {
    List<String> nasty = unusualManifests();
    ProgramResult created = kubectl(nasty, "create", "--validate=ignore");
    assertThat(created.status()).as(created.output()).isZero();

    apply(image("after"));

    await().atMost(SOON).untilAsserted(() -> assertThat(ready("after")).isTrue());
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(nasty).noneMatch(manifest -> reason(manifest).isBlank()));
    assertThat(operator.alive()).isTrue();
    assertThat(operator.get("/q/health/live").status()).isEqualTo(200);
    ProgramResult deleted = kubectl(nasty, "delete", "--timeout=60s");
    assertThat(deleted.status()).as(deleted.output()).isZero();
  }

  /** Runs kubectl once for all of the manifests. */
  private static ProgramResult kubectl(List<String> manifests, String... arguments) {
    return controlPlane.kubectl(
        Stream.concat(
                Stream.of(arguments), manifests.stream().map(manifest -> "--filename=" + manifest))
            .toArray(String[]::new));
  }

  @Test
  void failsOverToStandby() {
    String before = leader();
    OperatorProcess standby = installed.start("after-" + before);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(standby.get("/q/health/ready").status()).isEqualTo(200));
    assertThat(standby.get("/q/health/live").status()).isEqualTo(200);
    assertThat(leader()).isEqualTo(before);

    operator.kill();
    operator = standby;
    apply(image("handed-over"));

    await().atMost(SOON).untilAsserted(() -> assertThat(ready("handed-over")).isTrue());
    assertThat(leader()).isEqualTo("after-" + before);
  }

  private static void apply(AmiImage image) {
    controlPlane.client().resource(image).create();
  }

  private static AmiImage image(String name) {
    AmiImage image = Manifests.fromSnapshot(name, "snap-0123456789abcdef0");
    image.getMetadata().setNamespace("default");
    return image;
  }

  private static boolean ready(String name) {
    AmiImage image =
        controlPlane.client().resources(AmiImage.class).inNamespace("default").withName(name).get();
    return image.getStatus() != null && image.getStatus().ready();
  }

  private static String leader() {
    String[] query = {
      "get", "lease", "ami-operator", "-n", CHART.namespace(), "-o=jsonpath={.spec.holderIdentity}"
    };
    return await()
        .atMost(SOON)
        .until(
            () -> controlPlane.kubectl(query),
            answer -> answer.status() == 0 && !answer.output().isBlank())
        .output();
  }

  private static List<String> unusualManifests() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "manifests"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("nasty-"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  /** Ready reason of the object of a manifest. */
  private static String reason(String manifest) {
    return controlPlane
        .kubectl("get", "-f", manifest, "-o=jsonpath={.status.conditions[0].reason}")
        .output();
  }

  private static void isJson(String line) throws IOException {
    assertThat(new ObjectMapper().readTree(line).has("message")).isTrue();
  }
}
