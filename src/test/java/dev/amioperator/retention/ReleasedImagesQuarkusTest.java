package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images that AmiImages released, and what policies do with them. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class ReleasedImagesQuarkusTest extends ResourcesPolicyTestBase {
  @Test
  void retiresReleasedImageWithItsSnapshots() {
    AmiImageStatus made = releasing("old");
    String snapshot = made.snapshots().getFirst().snapshotId();
    cloud.clock().step(Duration.ofDays(40));
    apply(policy("default", Mode.ENFORCE));
    AmiRetentionPolicyStatus declared = awaitStatus(s -> s.ready() && !items(s).isEmpty());
    assertThat(reasons(declared)).containsOnly(Map.entry(made.imageId(), "Declared"));

    amiImage("old").delete();
    await().atMost(PATIENCE).until(() -> amiImage("old").get() == null);

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> marked(made.imageId()));
    AmiRetentionPolicyStatus unkept = awaitStatus(s -> reasons(s).containsValue("Unkept"));
    assertThat(Manifests.json(unkept.plan().orphanedSnapshots())).doesNotContain(snapshot);
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.plan().images() == 0 && s.retiring() == null);
    assertThat(images()).isEmpty();
    assertThat(snapshots()).doesNotContain(snapshot);
  }

  /** Git brings the object back before its image is due. */
  @Test
  void keepsImageThatIsAdoptedAgain() {
    AmiImageStatus made = releasing("back");
    AmiImage manifest = amiImage("back").get();
    amiImage("back").delete();
    await().atMost(PATIENCE).until(() -> amiImage("back").get() == null);
    cloud.clock().step(Duration.ofDays(40));
    apply(policy("default", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(made.imageId()));

    manifest.setStatus(null);
    manifest.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(manifest.getMetadata().getNamespace())
            .withName(manifest.getMetadata().getName())
            .build());
    kubernetes.resource(manifest).create();
    awaitReady("back");
    cloud.clock().step(Duration.ofDays(3));

    awaitStatus(s -> s.ready() && reasons(s).equals(Map.of(made.imageId(), "Declared")));
    await().atMost(PATIENCE).until(() -> !marked(made.imageId()));
    assertThat(images()).containsExactly(made.imageId());
  }

  /**
   * The policy that deletes objects, and the one that retires images, decide one after the other.
   */
  @Test
  void keepsImageOfExpiredObject() {
    AmiImageStatus made = releasing("expired");
    releasing("newest");
    apply(resourcesPolicy("Enforce"));
    awaitStatus(s -> s.ready() && s.plan() != null && s.plan().retire() == 1);
    cloud.clock().step(Duration.ofDays(3));

    await()
        .atMost(PATIENCE)
        .until(() -> amiImage("expired").get() == null || amiImage("newest").get() == null);
    awaitStatus(s -> s.ready() && s.plan().objects() == 1 && s.deleting() == null);
    assertThat(images()).hasSize(2).contains(made.imageId());
  }

  private AmiImageStatus releasing(String name) {
    AmiImage image =
        Manifests.image(
            family + "-" + name,
            """
            region: eu-west-1
            deletionPolicy: Release
            source: {instance: {instanceId: %s, noReboot: true}}
            tags: {family: %s}
            """
                .formatted(seeds.instance(InstanceSeed.small()), family));
    image.getMetadata().setLabels(Map.of("family", family));
    kubernetes.resource(image).create();
    return awaitReady(name);
  }

  private AmiImageStatus awaitReady(String name) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> Optional.ofNullable(amiImage(name).get()).map(AmiImage::getStatus),
            status -> status.filter(AmiImageStatus::ready).isPresent())
        .orElseThrow();
  }
}
