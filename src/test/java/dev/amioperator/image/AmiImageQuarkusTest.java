package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.aws.ClientSource;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiImageQuarkusTest {
  @Inject KubernetesClient kubernetes;
  @Inject ClientSource clients;

  private SimulatedCloud cloud;
  private Seeds.Place seeds;
  private Ec2Client ec2;

  @BeforeEach
  void account() {
    cloud = ((SimulatedAws) clients).cloud();
    seeds = cloud.seeds().in(Examples.ACCOUNT, "eu-west-1");
    ec2 = clients.ec2("default", "eu-west-1");
    kubernetes.resource(Manifests.account()).createOr(NonDeletingOperation::update);
  }

  @Test
  void anImageOfAnInstanceComesToBeAndGoesWithItsSnapshots() {
    String instance = seeds.instance(InstanceSeed.small());
    apply(Manifests.fromInstance("web-1", instance));
    AmiImageStatus status = ready("web-1");
    assertThat(status.state()).isEqualTo("available");
    assertThat(status.snapshots())
        .extracting(SnapshotEntry::origin)
        .containsExactly(Origin.CREATED);
    assertThat(imagesNamed("images/web-1"))
        .extracting(Image::imageId)
        .containsExactly(status.imageId());

    delete("web-1");
    assertThat(cloud.journal().left())
        .doesNotContain(status.imageId(), status.snapshots().getFirst().snapshotId());
  }

  @Test
  void aLostAnswerToCreateImageLeavesOneImageAndItIsAdopted() {
    String instance = seeds.instance(InstanceSeed.small());
    cloud.faults().loseAnswer("CreateImage", 1);
    apply(Manifests.fromInstance("lost-answer", instance));
    AmiImageStatus status = ready("lost-answer");
    assertThat(imagesNamed("images/lost-answer"))
        .extracting(Image::imageId)
        .containsExactly(status.imageId());
  }

  @Test
  void anImageIsFoundAgainByItsTagsWhenTheStatusWasLost() {
    apply(Manifests.fromInstance("amnesia", seeds.instance(InstanceSeed.small())));
    String imageId = ready("amnesia").imageId();
    kubernetes
        .resources(AmiImage.class)
        .inNamespace(NAMESPACE)
        .withName("amnesia")
        .editStatus(
            image -> {
              image.setStatus(null);
              return image;
            });
    assertThat(ready("amnesia").imageId()).isEqualTo(imageId);
    assertThat(imagesNamed("images/amnesia")).hasSize(1);
  }

  @Test
  void anUnknownInstanceStallsWithTheReasonAndIsNotTriedInALoop() {
    apply(Manifests.fromInstance("nowhere", "i-0000000000000dead"));
    AmiImageStatus status = until("nowhere", AmiImageQuarkusTest::stalled);
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    assertThat(readyCondition(status).message()).contains("i-0000000000000dead");
    assertThat(refused("CreateImage", "InvalidInstanceID.NotFound")).hasSize(1);
    delete("nowhere");
  }

  @Test
  void anUnknownExistingImageStalls() {
    apply(Manifests.existing("no-image", "ami-0000000000000dead"));
    AmiImageStatus status = until("no-image", AmiImageQuarkusTest::stalled);
    assertThat(readyCondition(status).reason()).isEqualTo("SourceNotFound");
    delete("no-image");
  }

  @Test
  void aSnapshotThatTheUserBroughtOutlivesTheImage() {
    String snapshot = seeds.snapshot(SnapshotSeed.of(8));
    apply(Manifests.fromSnapshot("registered", snapshot));
    AmiImageStatus status = ready("registered");
    assertThat(status.snapshots()).containsExactly(new SnapshotEntry(snapshot, Origin.FOREIGN));
    delete("registered");
    assertThat(imagesNamed("images/registered")).isEmpty();
    assertThat(ec2.describeSnapshots(r -> r.snapshotIds(snapshot)).snapshots()).hasSize(1);
  }

  @Test
  void anImageIsSharedWithWhomTheSpecNamesAndNobodyElse() {
    String instance = seeds.instance(InstanceSeed.small());
    AmiImage image =
        Manifests.image(
            "shared",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            launchPermissions: {accountIds: ["%s"]}
            """
                .formatted(instance, Manifests.FRIEND));
    apply(image);
    String id = ready("shared").imageId();
    assertThat(launchPermissions(id)).containsExactly(Manifests.FRIEND);
  }

  @Test
  void sharingWithAnAccountThatIsNotAllowedStallsBeforeAnythingIsMade() {
    AmiImage image =
        Manifests.image(
            "overshared",
            """
            region: eu-west-1
            source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}
            launchPermissions: {accountIds: ["999999999999"]}
            """);
    apply(image);
    AmiImageStatus status = until("overshared", AmiImageQuarkusTest::stalled);
    assertThat(readyCondition(status).reason()).isEqualTo("NotAllowed");
    assertThat(readyCondition(status).message()).contains("999999999999", "allow.shareWith");
    assertThat(imagesNamed("images/overshared")).isEmpty();
    delete("overshared");
  }

  @Test
  void anImageInUseIsNotDeregisteredAndTheConditionNamesTheUser() {
    apply(Manifests.fromInstance("in-use", seeds.instance(InstanceSeed.small())));
    String imageId = ready("in-use").imageId();
    String user = seeds.instanceUsing(imageId);
    var resource = kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("in-use");
    resource.delete();
    AmiImageStatus status = until("in-use", s -> readyCondition(s).reason().equals("InUse"));
    assertThat(readyCondition(status).message()).contains(imageId, user);
    assertThat(imagesNamed("images/in-use")).hasSize(1);

    ec2.terminateInstances(r -> r.instanceIds(user));
    await().atMost(Duration.ofSeconds(90)).until(() -> resource.get() == null);
    assertThat(imagesNamed("images/in-use")).isEmpty();
  }

  @Test
  void tagsThatSomebodyChangedAreBroughtBackAndForeignOnesStay() {
    apply(Manifests.fromInstance("drift", seeds.instance(InstanceSeed.small())));
    String imageId = ready("drift").imageId();
    ec2.deleteTags(r -> r.resources(imageId).tags(t -> t.key("family")));
    ec2.createTags(r -> r.resources(imageId).tags(t -> t.key("cost-centre").value("42")));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(imagesNamed("images/drift").getFirst().tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .contains("family=web", "cost-centre=42"));
  }

  private List<Journal.Entry> refused(String action, String error) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action) && error.equals(call.error()))
        .toList();
  }

  private List<String> launchPermissions(String imageId) {
    return ec2
        .describeImageAttribute(
            r -> r.imageId(imageId).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }

  private static boolean stalled(AmiImageStatus status) {
    return status.conditions() != null
        && status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED);
  }

  private static Condition readyCondition(AmiImageStatus status) {
    return status.conditions().stream()
        .filter(c -> c.type() == Type.READY)
        .findFirst()
        .orElseThrow();
  }

  private void apply(AmiImage image) {
    kubernetes.resource(image).create();
  }

  private AmiImageStatus ready(String name) {
    return until(name, status -> status.ready());
  }

  private AmiImageStatus until(String name, Predicate<AmiImageStatus> holds) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                Optional.ofNullable(
                        kubernetes
                            .resources(AmiImage.class)
                            .inNamespace(NAMESPACE)
                            .withName(name)
                            .get())
                    .map(AmiImage::getStatus),
            status -> status.filter(holds).isPresent())
        .orElseThrow();
  }

  private void delete(String name) {
    var resource = kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName(name);
    resource.delete();
    await().atMost(Duration.ofSeconds(40)).until(() -> resource.get() == null);
  }

  private List<Image> imagesNamed(String name) {
    return ec2.describeImages(r -> r.owners("self").filters(f -> f.name("name").values(name)))
        .images();
  }
}
