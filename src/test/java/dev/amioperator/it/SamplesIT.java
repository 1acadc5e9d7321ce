package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Converges and deletes the sample manifests, as {@code make demo} does. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class SamplesIT {
  private static final Duration CONVERGED = Duration.ofSeconds(60);

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  @TestHTTPResource("/q/metrics")
  URL metrics;

  @TempDir Path directory;

  private final ControlPlane controlPlane = ControlPlane.get();

  @Test
  void convergesAndDeletesSamples() throws IOException {
    assertThat(controlPlane.kubectl("apply", "-f", "config/samples/00-namespace.yaml").status())
        .isZero();
    SampleManifests.IMAGES.forEach(this::apply);
    await()
        .atMost(CONVERGED)
        .untilAsserted(
            () -> {
              assertReady(AmiImage.class, "web-42");
              assertReady(AmiImage.class, "base-arm64");
              assertReady(AmiImage.class, "amazon-linux");
              assertReady(AmiImage.class, "amazon-linux-latest");
              assertReady(AmiCopy.class, "web-42");
            });
    apply(SampleManifests.RETENTION);
    await().atMost(CONVERGED).untilAsserted(() -> assertReady(AmiRetentionPolicy.class, "web"));
    assertThat(get(AmiCopy.class, "web-42").getStatus().copies()).isEqualTo("3/3");
    assertThat(get(AmiRetentionPolicy.class, "web").getStatus().plan().items())
        .extracting(Item::name, Item::reason)
        .contains(
            tuple("web-36", "Unkept"), tuple("web-37", "Referenced"), tuple("web-38", "Unkept"));

    assertDashboardHasData();

    assertThat(
            controlPlane
                .kubectl(
                    "delete",
                    "amiimages,amicopies,amiretentionpolicies",
                    "--all",
                    "-n",
                    "images",
                    "--timeout=60s")
                .status())
        .isZero();
    assertThat(new SimulatorAdmin(admin).leftovers()).isEmpty();
  }

  /**
   * Every query of the chart's dashboard has a value from the metrics of the samples, some of which
   * are refreshed every few seconds.
   */
  private void assertDashboardHasData() throws IOException {
    List<String> queries = DashboardQueries.queries();
    assertThat(queries).isNotEmpty();
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              ProgramResult evaluated = DashboardQueries.evaluate(scrape(), queries, directory);
              assertThat(evaluated.status()).as(evaluated.output()).isZero();
            });
    assertThat(
            DashboardQueries.evaluate(scrape(), List.of("ami_operator_no_such_metric"), directory)
                .status())
        .isNotZero();
  }

  private List<String> scrape() throws IOException {
    try (InputStream response = metrics.openStream()) {
      return new String(response.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private void apply(String sample) {
    try {
      ProgramResult applied = controlPlane.apply(Path.of(sample));
      assertThat(applied.status()).as(applied.output()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertReady(Class<? extends CustomResource<?, ?>> kind, String name) {
    assertThat(get(kind, name).getStatus())
        .as("%s %s", kind.getSimpleName(), name)
        .isInstanceOfSatisfying(
            ConditionedStatus.class,
            status -> assertThat(status).matches(ConditionedStatus::ready, "ready"));
  }

  private <R extends CustomResource<?, ?>> R get(Class<R> kind, String name) {
    return controlPlane.client().resources(kind).inNamespace("images").withName(name).get();
  }
}
