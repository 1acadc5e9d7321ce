package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.Manifests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RetentionEnforceQuarkusTest extends RetentionTestBase {
  /** EC2 takes DisableFastLaunch only while the image exists, and its snapshots would be left. */
  @Test
  void disablesFastLaunchBeforeDeregistration() {
    String windows =
        seeds.image(
            ImageSeed.windows(family + "-windows")
                .createdAt(cloud.clock().instant().minus(Duration.ofDays(40)))
                .tagged("family", family));
    ec2.enableFastLaunch(r -> r.imageId(windows));

    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(windows));
    cloud.clock().step(Duration.ofDays(3));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cloud.journal().entries())
                    .filteredOn(call -> call.parameters().contains(windows))
                    .extracting(Journal.Entry::action)
                    .containsSubsequence("DisableFastLaunch", "DeregisterImage"));
    assertThat(images()).doesNotContain(windows);
  }

  @Test
  void marksThenDeregistersAndDeletesSnapshots() {
    String going = image("going", 40);
    String used = image("used", 40);
    seeds.instanceUsing(used);
    String declared = image("declared", 40);
    kubernetes.resource(Manifests.existing(family, declared)).create();
    String borrowed = seeds.snapshot(SnapshotSeed.of(8).withDescription("somebody's backup"));
    String registered = imageOf("registered", borrowed);

    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(going) && marked(registered));
    assertThat(marked(used)).isFalse();

    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.plan() != null && s.plan().images() == 2 && s.retiring() == null);

    assertThat(images()).containsExactlyInAnyOrder(used, declared);
    assertThat(snapshots()).contains(borrowed).doesNotContain(snapshotOf(going));
    awaitStatus(s -> s.ready() && s.retired() != null && s.retired().size() == 2);
    assertThat(reasons(awaitStatus(s -> true)))
        .containsOnly(Map.entry(used, "Referenced"), Map.entry(declared, "Declared"));
  }

  /** Only its description shows that CreateImage made the snapshot for the image. */
  @Test
  void deletesSnapshotsOfOlderDescription() {
    String imageId = "ami-9945d0ea";
    String snapshot =
        seeds.snapshot(
            SnapshotSeed.of(8)
                .withDescription(
                    "Created by CreateImage(i-ee0c7564) for " + imageId + " from vol-e4b6ff16"));
    seeds.image(seed("older", 40, List.of(snapshot)).withId(imageId));

    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(imageId));
    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> s.plan() != null && s.plan().images() == 0 && s.retiring() == null);

    assertThat(images()).isEmpty();
    assertThat(snapshots()).doesNotContain(snapshot);
  }

  /** Without the change of the tag, the image would be retired when it is selected again. */
  @Test
  void restartsRetentionPeriodOfUnselectedImage() {
    String image = imageOfObject("former", "AmiImage/" + Manifests.NAMESPACE + "/gone");
    apply(policy("default", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));

    tagFamily(image, "kept-by-hand");
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !marked(image));

    tagFamily(image, family);
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> marked(image));
    awaitStatus(s -> s.ready() && reasons(s).equals(Map.of(image, "Unkept")));
    assertThat(images()).containsExactly(image);
  }

  private void tagFamily(String imageId, String value) {
    ec2.createTags(r -> r.resources(imageId).tags(t -> t.key("family").value(value)));
  }
}
