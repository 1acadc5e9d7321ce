package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Item;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.testing.Manifests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Policies that delete AmiImages. The object "a" is the newest, or of the same second as others.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class ResourcesPolicyQuarkusTest extends ResourcesPolicyTestBase {
  @Test
  void deletesExpiredObjectsThroughTheApi() {
    object("b", Map.of());
    seeds.instanceUsing(object("used", Map.of()));
    object("tracked", Map.of("argocd.argoproj.io/tracking-id", "images:x"));
    object("a", Map.of());

    apply(resourcesPolicy("Enforce"));
    await().atMost(PATIENCE).until(() -> annotated("b"));
    assertThat(annotated("a") || annotated("used") || annotated("tracked")).isFalse();

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> amiImage("b").get() == null);
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.ready() && s.plan().objects() == 3 && s.deleting() == null);

    assertThat(objectReasons(status))
        .containsOnly(
            Map.entry(family + "-a", "Newest"),
            Map.entry(family + "-tracked", "Tracked"),
            Map.entry(family + "-used", "Referenced"));
    assertThat(status.retired()).hasSize(1);
    assertThat(status.plan().blocked()).isOne();
    assertThat(status.plan().images()).isNull();
  }

  @Test
  void changesNothingInModePlan() {
    object("b", Map.of());
    object("a", Map.of());

    apply(resourcesPolicy("Plan"));
    AmiRetentionPolicyStatus status = awaitStatus(s -> s.ready() && s.plan().retire() == 1);
    cloud.clock().step(Duration.ofDays(30));

    assertThat(objectReasons(status)).containsEntry(family + "-b", "Unkept");
    awaitStatus(s -> s.ready() && s.enforcingSince() == null);
    assertThat(annotated("b")).isFalse();
  }

  /** Otherwise it would be due at once when it is selected again. */
  @Test
  void forgetsObjectsThatAreNotSelectedAnyMore() {
    object("b", Map.of());
    object("a", Map.of());
    apply(resourcesPolicy("Enforce"));
    await().atMost(PATIENCE).until(() -> annotated("b"));

    amiImage("b").edit(image -> labelled(image, "other"));
    await().atMost(PATIENCE).until(() -> !annotated("b"));
  }

  private static AmiImage labelled(AmiImage image, String value) {
    image.getMetadata().setLabels(Map.of("family", value));
    return image;
  }

  /** A Ready AmiImage that observes an image of its own. */
  private String object(String name, Map<String, String> annotations) {
    String imageId = image(name, 40);
    AmiImage object = Manifests.existing(family + "-" + name, imageId);
    object.getMetadata().setLabels(Map.of("family", family));
    object.getMetadata().setAnnotations(annotations);
    kubernetes.resource(object).create();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(amiImage(name).get().getStatus())
                    .filter(status -> status.ready())
                    .isPresent());
    return imageId;
  }

  private boolean annotated(String name) {
    return new RetainedObject(amiImage(name).get()).annotations().containsKey(TagKeys.UNKEPT_SINCE);
  }

  private static Map<String, String> objectReasons(AmiRetentionPolicyStatus status) {
    return status.plan().items().stream().collect(Collectors.toMap(Item::name, Item::reason));
  }
}
