package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.RealApiProfile;
import dev.amioperator.testing.SdkSettings;
import dev.amioperator.testing.SimulatorAdmin;
import dev.amioperator.testing.SimulatorResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;

/** Image creation on a real API server with EC2 over the wire. */
@QuarkusTest
@TestProfile(RealApiProfile.class)
class CreatedImagesIT {
  private static final String SHOP = "ami-00000000000000040";

  @ConfigProperty(name = SimulatorResource.ADMIN)
  URI admin;

  private final AmiImages images = AmiImages.in("made");

  @Test
  void createsAndDeletesImageOfEachSource() {
    Manifests.apply(images.kubernetes(), Manifests.account());
    createAndAwaitReady(
        "snapshot",
        """
        {snapshot: {snapshotId: snap-0123456789abcdef0, architecture: arm64, bootMode: uefi,
          tpmSupport: v2.0, imdsSupport: v2.0, uefiData: QU1aTlVFRkk=,
          rootVolume: {volumeSize: 20, volumeType: gp3, iops: 4000, throughput: 250},
          blockDeviceMappings: [
            {deviceName: /dev/sdg, ebs: {volumeSize: 125, volumeType: st1}},
            {deviceName: /dev/sdb, virtualName: ephemeral0}]}}\
        """);
    createAndAwaitReady(
        "instance",
        """
        {instance: {instanceId: i-0123456789abcdef0, noReboot: true, blockDeviceMappings: [
          {deviceName: /dev/xvda, ebs: {deleteOnTermination: false}},
          {deviceName: /dev/sdf, noDevice: true}]}}\
        """);
    createAndAwaitReady(
        "bundle", "{instanceStore: {manifest: images/web.manifest.xml, architecture: x86_64}}");
    try (Ec2Client ec2 =
        Ec2Client.builder().credentialsProvider(SdkSettings.administrator()).build()) {
      createAndAwaitReady(
          "restored",
          "{objectStorage: {bucket: images, key: %s}}".formatted(storeImage(ec2, SHOP)));
      assertThat(devices(ec2, "restored")).containsOnly("/dev/xvda");
      assertThat(devices(ec2, "snapshot")).containsOnly("/dev/xvda", "/dev/sdg", "/dev/sdb");
      assertThat(devices(ec2, "instance")).containsOnly("/dev/xvda");
      assertThat(devices(ec2, "bundle")).isEmpty();
    }

    images.deleteAll();
    assertThat(new SimulatorAdmin(admin).leftovers()).isEmpty();
  }

  /** Stores an image in S3 and returns its key. */
  private static String storeImage(Ec2Client ec2, String imageId) {
    String key = ec2.createStoreImageTask(r -> r.imageId(imageId).bucket("images")).objectKey();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                ec2.describeStoreImageTasks(r -> r.imageIds(imageId))
                    .storeImageTaskResults()
                    .getFirst()
                    .storeTaskState()
                    .equals("Completed"));
    return key;
  }

  private List<String> devices(Ec2Client ec2, String name) {
    return ec2
        .describeImages(
            r ->
                r.owners("self")
                    .filters(f -> f.name("name").values(images.namespace() + "/" + name)))
        .images()
        .getFirst()
        .blockDeviceMappings()
        .stream()
        .map(BlockDeviceMapping::deviceName)
        .toList();
  }

  private void createAndAwaitReady(String name, String source) {
    images.create(name, "source: " + source);
    images.awaitReady(name);
  }
}
