package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.ConditionedStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.ProgramResult;
import dev.amioperator.testing.RealApiProfile;
import io.fabric8.kubernetes.client.CustomResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applies the Kubernetes manifests of {@code docs/how-to} until they converge; those of {@link
 * NamespacedInstallIT} need an installation of their own.
 */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class HowToIT {
  private static final Path PAGES = Path.of("docs", "how-to");
  private static final Pattern MANIFEST = Pattern.compile("(?ms)^```yaml\n(apiVersion:.*?)^```$");
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Without it, a page that says nothing of the account would have that of the page before. */
  private static final String DEFAULT_ACCOUNT =
      """
      apiVersion: amioperator.dev/v1alpha1
      kind: AwsAccount
      metadata:
        name: default
      spec:
        namespaces: {names: [images]}
      """;

  private final ControlPlane controlPlane = ControlPlane.get();

  static List<String> pages() {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return pages
          .map(page -> page.getFileName().toString())
          .filter(page -> !page.equals(NamespacedInstallIT.PAGE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void convergesManifestsOfHowToPages(String page) throws IOException {
    String namespace = controlPlane.namespace("how-to");
    Path manifests = Files.createTempFile("how-to", ".yaml");
    Files.writeString(
        manifests,
        manifests(page)
            .replace("namespace: images", "namespace: " + namespace)
            .replace("[images]", "[" + namespace + "]"));

    ProgramResult applied = controlPlane.apply(manifests);

    assertThat(applied.status()).as(applied.output()).isZero();
    assertThat(
            list(AmiImage.class, namespace).size()
                + list(AmiRetentionPolicy.class, namespace).size())
        .isPositive();
    awaitReady(AmiImage.class, namespace);
    awaitReady(AmiCopy.class, namespace);
    awaitReady(AmiRetentionPolicy.class, namespace);
    ProgramResult deleted =
        controlPlane.kubectl(
            "delete",
            "amiretentionpolicies,amicopies,amiimages",
            "--all",
            "-n",
            namespace,
            "--timeout=60s");
    assertThat(deleted.status()).as(deleted.output()).isZero();
    Files.delete(manifests);
  }

  private static String manifests(String page) throws IOException {
    Matcher manifest = MANIFEST.matcher(Files.readString(PAGES.resolve(page)));
    String manifests =
        manifest.results().map(found -> found.group(1)).collect(Collectors.joining("---\n"));
    return manifests.contains("kind: AwsAccount\nmetadata:\n  name: default\n")
        ? manifests
        : DEFAULT_ACCOUNT + "---\n" + manifests;
  }

  private <R extends CustomResource<?, ? extends ConditionedStatus>> void awaitReady(
      Class<R> kind, String namespace) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(list(kind, namespace))
                    .allSatisfy(
                        object ->
                            assertThat(object.getStatus())
                                .as(object.getMetadata().getName())
                                .matches(status -> status != null && status.ready(), "ready")));
  }

  private <R extends CustomResource<?, ?>> List<R> list(Class<R> kind, String namespace) {
    return controlPlane.client().resources(kind).inNamespace(namespace).list().getItems();
  }
}
