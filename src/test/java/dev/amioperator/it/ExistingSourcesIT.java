package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.ControlPlane;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that are found, on a real API server and with EC2 and SSM over the wire. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class ExistingSourcesIT {
  private static final String FIRST = "ami-0000000000a2023aa";
  private static final String SECOND = "ami-0000000000a2023ab";

  private final KubernetesClient kubernetes = ControlPlane.get().client();
  private final String namespace = ControlPlane.get().namespace("existing");

  @BeforeEach
  void account() {
    Manifests.apply(kubernetes, Manifests.account());
  }

  @Test
  void theNewestImageOfAmazonsIsFound() {
    apply("newest", "{existing: {lookup: {owners: [amazon], name: 'al2023-ami-*'}}}");
    assertThat(until("newest", AmiImageStatus::ready).imageId()).isEqualTo(SECOND);
    goes("newest");
  }

  @Test
  void anImageIsFoundByThePublicParameter() {
    apply(
        "parameter",
        "{existing: {ssmParameter:"
            + " /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}");
    assertThat(until("parameter", AmiImageStatus::ready).imageId()).isEqualTo(SECOND);
    goes("parameter");
  }

  /** An object that found an image long ago is told to follow. */
  @Test
  void followingIsTurnedOnLaterAndTheFormerImageIsKeptInStatus() {
    apply("late", "{existing: {lookup: {owners: [amazon], name: 'al2023-ami-*'}}}");
    until("late", AmiImageStatus::ready);
    object("late")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"imageId\":\"%s\"}}".formatted(FIRST));
    object("late")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"source\":{\"existing\":{\"follow\":true}}}}");
    AmiImageStatus status = until("late", s -> Objects.equals(s.previousImageId(), FIRST));
    assertThat(status.imageId()).isEqualTo(SECOND);
    goes("late");
  }

  private void apply(String name, String source) {
    AmiImage image = Manifests.image(name, "{region: eu-west-1, source: %s}".formatted(source));
    image.getMetadata().setNamespace(namespace);
    kubernetes.resource(image).create();
  }

  private AmiImageStatus until(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .alias(name)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> object(name).get().getStatus(), status -> status != null && holds.test(status));
  }

  private void goes(String name) {
    object(name).delete();
    await().atMost(Duration.ofSeconds(20)).until(() -> object(name).get() == null);
  }

  private Resource<AmiImage> object(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(namespace).withName(name);
  }
}
