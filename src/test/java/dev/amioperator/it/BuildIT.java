package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Image builds on a real API server with EC2 over the wire. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class BuildIT {
  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  private final AmiImages images = AmiImages.in("build");

  @Test
  void buildsImageAndLeavesNoInstances() {
    Manifests.apply(images.kubernetes(), Manifests.account());
    userData("script", "echo AMI-BUILD-SUCCEEDED\npoweroff\n");
    userData("endless", "echo at it\n");
    images.create(
        "base",
        "source: {existing: {lookup:"
            + " {owners: [amazon], name: 'al2023-*', architecture: x86_64}}}");
    images.create("built", source("script", ", market: Spot"));
    images.create("broken-off", source("endless", ""));

    images.awaitStatus(
        "broken-off", status -> status.build() != null && status.build().instanceId() != null);
    images.named("broken-off").delete();
    AmiImageStatus built =
        images.awaitStatus(
            "built", status -> status.build() != null && status.build().imageId() != null);
    assertThat(built.build().imageId()).isEqualTo(built.imageId());
    assertThat(built.build().baseImageId())
        .isEqualTo(images.named("base").get().getStatus().imageId());
    assertThat(new SimulatorAdmin(admin).leftovers())
        .doesNotContain(built.build().instanceId())
        .contains(built.imageId());

    images.deleteAll();
    assertThat(new SimulatorAdmin(admin).leftovers()).isEmpty();
  }

  private static String source(String userData, String more) {
    return """
    source: {build: {base: {imageRef: base}, instanceType: t3.small, timeout: 30m,
      userData: {configMapKeyRef: {name: %s, key: script}}%s}}\
    """
        .formatted(userData, more);
  }

  private void userData(String name, String script) {
    images
        .kubernetes()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(images.namespace())
                .endMetadata()
                .addToData("script", script)
                .build())
        .create();
  }
}
