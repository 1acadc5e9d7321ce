package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What makes people curse when images go, and does not happen here. Of the twenty-five pains of
 * those who came before these are 1, 5, 6, 20 and 25.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class LettingGoPainsQuarkusTest extends StagedImages {
  @AfterEach
  void beOnTimeAgain() {
    cloud.timing(timing -> Timing.DEFAULT);
  }

  /** 1: the look-up of what uses it failed, and the image was deleted as unused. */
  @Test
  void anImageWhoseUseCannotBeFoundOutIsNotDeregistered() {
    apply(Manifests.fromInstance("unknown", seeds.instance(InstanceSeed.small())));
    String imageId = ready("unknown").imageId();
    String denial = cloud.faults().refuse("DescribeImageReferences", "UnauthorizedOperation", 1000);
    resource("unknown").delete();

    AmiImageStatus held = until("unknown", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(held).message()).contains(imageId, "ec2:DescribeImageReferences");
    assertThat(imagesNamed("images/unknown")).hasSize(1);

    cloud.faults().remove(denial);
    cloud.clock().step(Duration.ofMinutes(15));
    gone("unknown");
  }

  /** 5: DeregisterImage leaves the snapshots, and nobody knows of them any more. */
  @Test
  void noSnapshotIsOrphanedThoughItsImageIsGoneAlready() {
    apply(Manifests.fromInstance("orphan", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = ready("orphan");
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    delete("orphan");
    assertThat(cloud.journal().leftovers())
        .doesNotContain(made.snapshots().getFirst().snapshotId());
  }

  /** 6: InvalidSnapshot.InUse, for a moment after the image is gone. */
  @Test
  void aSnapshotThatCountsAsUsedForAMomentIsDeletedInTheEnd() {
    cloud.timing(timing -> timing.withRelease(Duration.ofMinutes(15)));
    apply(Manifests.fromInstance("racing", seeds.instance(InstanceSeed.small())));
    AmiImageStatus made = ready("racing");
    String snapshotId = made.snapshots().getFirst().snapshotId();
    ec2.deregisterImage(r -> r.imageId(made.imageId()));
    delete("racing");
    assertThat(refused("DeleteSnapshot", "InvalidSnapshot.InUse")).isNotEmpty();
    assertThat(cloud.journal().leftovers()).doesNotContain(snapshotId);
  }

  /** 20: somebody's clean-up script deregistered what everybody uses. */
  @Test
  void aProtectedImageOutlivesWhoeverDeregistersIt() {
    apply(
        Manifests.image(
            "guarded",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            deregistrationProtection: {enabled: true}
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    String imageId = ready("guarded").imageId();

    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> ec2.deregisterImage(r -> r.imageId(imageId)))
        .withMessageContaining("protected");

    delete("guarded");
    assertThat(imagesNamed("images/guarded")).isEmpty();
  }

  /** 25: it is anybody's guess what a deletion takes along. */
  @Test
  void whatIsToBeRetainedStaysAndIsNobodysAnyMore() {
    apply(
        Manifests.image(
            "kept",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            tags: {family: web}
            deletionPolicy: Retain
            """
                .formatted(seeds.instance(InstanceSeed.small()))));
    AmiImageStatus made = ready("kept");
    delete("kept");
    assertThat(imagesNamed("images/kept").getFirst().tags())
        .extracting(Tag::key)
        .containsExactly("family");
    assertThat(cloud.journal().leftovers())
        .contains(made.imageId(), made.snapshots().getFirst().snapshotId());
  }

  /** Restored from a backup, an object has no status, and its image is there all the same. */
  @Test
  void anObjectWithoutAStatusDoesNotLeaveItsImageBehind() {
    AmiImage image = Manifests.fromInstance("restored", seeds.instance(InstanceSeed.small()));
    apply(image);
    ready("restored");
    resource("restored")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
    delete("restored");
    image.setSpec(
        Manifests.read(
            Manifests.json(image.getSpec()).replaceFirst("\\{", "{\"suspend\":true,"),
            AmiImageSpec.class));
    apply(image);
    until("restored", s -> readyCondition(s).reason().equals("Suspended"));
    resource("restored").delete();
    resource("restored")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");

    delete("restored");
    assertThat(imagesNamed("images/restored")).isEmpty();
  }

  private Resource<AmiImage> resource(String name) {
    return kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName(name);
  }

  private void gone(String name) {
    await().atMost(Duration.ofSeconds(60)).until(() -> resource(name).get() == null);
  }
}
