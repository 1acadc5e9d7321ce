package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Images that are built, on a real API server and with EC2 over the wire. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class BuildIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  private final KubernetesClient kubernetes = ControlPlane.get().client();
  private final String namespace = ControlPlane.get().namespace("build");

  @Test
  void anImageIsBuiltOnAnotherAndNothingIsLeftOfThatOrOfABuildThatIsBrokenOff() {
    Manifests.apply(kubernetes, Manifests.account());
    userData("script", "echo AMI-BUILD-SUCCEEDED\npoweroff\n");
    userData("endless", "echo at it\n");
    create(
        "base",
        "{existing: {lookup: {owners: [amazon], name: \"al2023-*\", architecture: x86_64}}}");
    create("built", source("script", ", market: Spot"));
    create("broken-off", source("endless", ""));

    until("broken-off", status -> status.build() != null && status.build().instanceId() != null);
    image("broken-off").delete();
    AmiImageStatus built =
        until("built", status -> status.build() != null && status.build().imageId() != null);
    assertThat(built.build().imageId()).isEqualTo(built.imageId());
    assertThat(built.build().baseImageId()).isEqualTo(image("base").get().getStatus().imageId());
    assertThat(new SimulatorAdmin(admin).leftovers())
        .doesNotContain(built.build().instanceId())
        .contains(built.imageId());

    kubernetes.resources(AmiImage.class).inNamespace(namespace).delete();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                kubernetes
                    .resources(AmiImage.class)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .isEmpty());
    assertThat(new SimulatorAdmin(admin).leftovers()).isEmpty();
  }

  private static String source(String userData, String more) {
    return """
    {build: {base: {imageRef: base}, instanceType: t3.small, timeout: 30m,
      userData: {configMapKeyRef: {name: %s, key: script}}%s}}\
    """
        .formatted(userData, more);
  }

  private void userData(String name, String script) {
    kubernetes
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToData("script", script)
                .build())
        .create();
  }

  private void create(String name, String source) {
    AmiImage image = Manifests.image(name, "{region: eu-west-1, source: %s}".formatted(source));
    image.getMetadata().setNamespace(namespace);
    kubernetes.resource(image).create();
  }

  private Resource<AmiImage> image(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(namespace).withName(name);
  }

  private AmiImageStatus until(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .alias(name)
        .atMost(PATIENCE)
        .until(() -> image(name).get().getStatus(), status -> status != null && holds.test(status));
  }
}
