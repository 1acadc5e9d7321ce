package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SdkSettings;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.ImageRecycleBinInfo;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.ResourceType;
import software.amazon.awssdk.services.rbin.model.RetentionPeriodUnit;

/** Images deregistered outside the operator, with and without a Recycle Bin. */
@QuarkusTest
@TestProfile(LostImagesIT.FrequentReconcileProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostImagesIT {
  private static final String INSTANCE =
      "{instance: {instanceId: i-0123456789abcdef0, noReboot: true}}";

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  private final AmiImages images = AmiImages.in("lost");
  private final Ec2Client ec2 =
      Ec2Client.builder()
          .region(Region.EU_WEST_1)
          .credentialsProvider(SdkSettings.administrator())
          .build();

  /** Reconciles every object continuously. */
  public static final class FrequentReconcileProfile extends RealApiProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = new HashMap<>(super.getConfigOverrides());
      config.put("ami-operator.resync", "2s");
      config.put("ami-operator.grace", "1s");
      config.put("ami-operator.reap-interval", "1s");
      config.put("ami-operator.tempo", "40");
      config.put("ami-operator.observer.scan-interval", "1s");
      return config;
    }
  }

  private final Map<String, AmiImageStatus> before = new HashMap<>();

  /** Deregisters all images at once; the tests examine the results. */
  @BeforeAll
  void deregisterOutsideOperator() {
    Manifests.apply(images.kubernetes(), Manifests.account());
    createRecycleBinRule();
    images.create(
        "kept",
        "source: %s, tags: {bin: 'yes'}, launchPermissions: {accountIds: ['%s']}"
            .formatted(INSTANCE, Manifests.FRIEND));
    images.create("going", "source: %s, tags: {bin: 'yes'}".formatted(INSTANCE));
    images.create(
        "adopted",
        "deletionPolicy: Delete, source: {existing: {imageId: %s, management: Adopt}}"
            .formatted(registered("adopted")));
    images.create(
        "observed", "source: {existing: {imageId: %s}}".formatted(registered("observed")));
    images.create(
        "again", "source: {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64}}");
    images.create("lost", "source: %s".formatted(INSTANCE));
    for (String name : List.of("kept", "going", "adopted", "observed", "again", "lost")) {
      before.put(name, images.awaitReady(name));
    }

    images.named("going").delete();
    for (String name : List.of("adopted", "observed", "again")) {
      ec2.deregisterImage(r -> r.imageId(imageId(name)));
    }
    for (String name : List.of("kept", "lost")) {
      ec2.deregisterImage(r -> r.imageId(imageId(name)).deleteAssociatedSnapshots(true));
    }
  }

  @AfterAll
  void deleteAndAssertNothingLeft() {
    images.deleteAll();
    assertThat(new SimulatorAdmin(admin).leftovers()).isEmpty();
    ec2.close();
  }

  @Test
  void restoresImageAfterItsSnapshots() {
    awaitEvent("kept", "Restored");
    AmiImageStatus after = images.awaitReady("kept");

    assertThat(after.imageId()).isEqualTo(imageId("kept"));
    assertThat(after.snapshots()).isEqualTo(before.get("kept").snapshots());
    assertThat(image(imageId("kept")).tags())
        .extracting(Tag::key)
        .contains("amioperator.dev/resource");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(launchPermissions(imageId("kept"))).containsExactly(Manifests.FRIEND));
    assertThat(notes("kept", "ImageGone"))
        .singleElement()
        .asString()
        .contains(imageId("kept"), "outside the operator");
  }

  @Test
  void restoresAdoptedImage() {
    awaitEvent("adopted", "Restored");
    assertThat(image(imageId("adopted")).stateAsString()).isEqualTo("available");
  }

  @Test
  void leavesObservedImageInRecycleBin() {
    images.awaitStatus("observed", status -> reason(status).equals("SourceNotFound"));
    assertThat(inRecycleBin("observed")).hasSize(1);
  }

  @Test
  void leavesDeregisteredImageInRecycleBin() {
    images.awaitDeletion("going");
    assertThat(inRecycleBin("going")).hasSize(1);
  }

  @Test
  void recreatesOnlyReproducibleImages() {
    images.awaitStatus(
        "again", status -> status.ready() && !imageId("again").equals(status.imageId()));
    assertThat(notes("again", "ImageGone")).singleElement().asString().contains(imageId("again"));
    images.awaitStatus("lost", status -> reason(status).equals("ImageGone"));
  }

  private void createRecycleBinRule() {
    try (RbinClient rbin =
        RbinClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(SdkSettings.administrator())
            .build()) {
      for (ResourceType type : List.of(ResourceType.EC2_IMAGE, ResourceType.EBS_SNAPSHOT)) {
        rbin.createRule(
            r ->
                r.resourceType(type)
                    .retentionPeriod(
                        p ->
                            p.retentionPeriodValue(7).retentionPeriodUnit(RetentionPeriodUnit.DAYS))
                    .resourceTags(t -> t.resourceTagKey("bin").resourceTagValue("yes")));
      }
    }
  }

  /** A foreign image that the Recycle Bin keeps. */
  private String registered(String name) {
    return ec2.registerImage(
            r ->
                r.name(images.namespace() + "-" + name)
                    .rootDeviceName("/dev/xvda")
                    .virtualizationType("hvm")
                    .blockDeviceMappings(
                        d ->
                            d.deviceName("/dev/xvda")
                                .ebs(e -> e.snapshotId("snap-0123456789abcdef0")))
                    .tagSpecifications(
                        s -> s.resourceType("image").tags(t -> t.key("bin").value("yes"))))
        .imageId();
  }

  private String imageId(String name) {
    return before.get(name).imageId();
  }

  private void awaitEvent(String name, String reason) {
    await()
        .alias(name)
        .atMost(Duration.ofSeconds(30))
        .until(() -> notes(name, reason), notes -> !notes.isEmpty());
  }

  private List<ImageRecycleBinInfo> inRecycleBin(String name) {
    return ec2.listImagesInRecycleBin(r -> r.imageIds(imageId(name))).images();
  }

  private static String reason(AmiImageStatus status) {
    return status.conditions().getFirst().reason();
  }

  private List<String> notes(String name, String reason) {
    return images
        .kubernetes()
        .resources(Event.class)
        .inNamespace(images.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  private Image image(String imageId) {
    return ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
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
}
