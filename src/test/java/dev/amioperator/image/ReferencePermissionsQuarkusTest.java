package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** References that the operator's role may not read do not make an image look unused. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(ReferencePermissionsQuarkusTest.SeparateCloudProfile.class)
class ReferencePermissionsQuarkusTest extends ImageTestBase {
  /** A cloud of its own, with denials. */
  public static class SeparateCloudProfile extends MockServerProfile {}

  private static final String RECIPE =
      "arn:aws:imagebuilder:eu-west-1:123456789012:container-recipe/web/1.0.0";

  @AfterEach
  void allow() {
    cloud.denials().clear();
  }

  @Test
  void keepsImageOfUnreadableLaunchTemplate() {
    cloud.denials().add(Denial.of("ec2:DescribeLaunchTemplates").forPrincipal("*/operator"));
    apply(Manifests.fromInstance("template", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("template").imageId();
    seeds.launchTemplate("uses-" + imageId, imageId);
    kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("template").delete();

    AmiImageStatus held = awaitStatus("template", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(held).message())
        .contains(
            imageId,
            "could not be determined",
            "ec2:DescribeLaunchTemplates",
            "config/iam/observe.json");

    cloud.denials().clear();
    AmiImageStatus used =
        awaitStatus("template", s -> readyCondition(s).message().contains("is still used by"));
    assertThat(readyCondition(used).message()).contains("launch-template/");
    assertThat(imagesNamed("images/template")).hasSize(1);
  }

  /** The guard of an object looks where retention looks. */
  @Test
  void keepsImageOfLaunchConfiguration() {
    apply(Manifests.fromInstance("configured", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("configured").imageId();
    seeds.launchConfiguration("uses-" + imageId, imageId);
    // A listing counts for five minutes.
    cloud.clock().step(Duration.ofMinutes(6));
    kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("configured").delete();

    AmiImageStatus held =
        awaitStatus("configured", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(held).message())
        .contains("is still used by autoscaling:LaunchConfiguration", "uses-" + imageId);
    assertThat(imagesNamed("images/configured")).hasSize(1);

    seeds.launchConfiguration("keeps-listing-plausible", "ami-0123456789abcdef0");
    seeds.deleteLaunchConfiguration("uses-" + imageId);
    cloud.clock().step(Duration.ofMinutes(6));
    delete("configured");
  }

  @Test
  void deletesUnusedImageBesideContainerRecipe() {
    seeds.reference("ami-0123456789abcdef0", "imagebuilder:ContainerRecipe", RECIPE);
    apply(Manifests.fromInstance("unused", seeds.instance(InstanceSeed.small())));
    awaitReady("unused");
    // The permissions are read again after the interval.
    cloud.clock().step(Duration.ofHours(2));
    delete("unused");

    List<String> actions =
        cloud.journal().entries().stream().map(Journal.Entry::action).distinct().toList();
    assertThat(actions)
        .contains(
            "ListImageRecipes", "GetContainerRecipe", "DescribeParameters", "DeregisterImage");
  }
}
