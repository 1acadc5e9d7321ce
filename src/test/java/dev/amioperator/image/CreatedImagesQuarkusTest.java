package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;

/** Images created from instances and snapshots, as EC2 describes them. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class CreatedImagesQuarkusTest {
  @Inject KubernetesClient kubernetes;
  @Inject AwsClientProvider clients;

  private ImageTestCluster cluster;

  @BeforeEach
  void createCluster() {
    cluster = new ImageTestCluster(kubernetes, clients);
  }

  @Test
  void registersSnapshotsWithAttributesAndDevices() {
    String root = cluster.seeds().snapshot(SnapshotSeed.of(8));
    String data = cluster.seeds().snapshot(SnapshotSeed.of(50));
    cluster.apply(
        "attributes",
        """
        {snapshot: {snapshotId: %s, architecture: x86_64, bootMode: uefi, tpmSupport: v2.0,
          sriovNetSupport: simple, imdsSupport: v2.0,
          rootVolume: {volumeSize: 20, volumeType: gp3, iops: 4000, throughput: 250},
          blockDeviceMappings: [
            {deviceName: /dev/sdf, ebs: {snapshotId: %s, deleteOnTermination: false}},
            {deviceName: /dev/sdg, ebs: {volumeSize: 125, volumeType: st1}},
            {deviceName: /dev/sdb, virtualName: ephemeral0}]}}\
        """
            .formatted(root, data));
    AmiImageStatus status = cluster.awaitReady("attributes");
    assertThat(status.snapshots())
        .containsExactlyInAnyOrder(
            new SnapshotEntry(root, Origin.FOREIGN), new SnapshotEntry(data, Origin.FOREIGN));
    Image image = cluster.imageOf("attributes");
    assertThat(image.bootModeAsString()).isEqualTo("uefi");
    assertThat(image.tpmSupportAsString()).isEqualTo("v2.0");
    assertThat(image.imdsSupportAsString()).isEqualTo("v2.0");
    assertThat(image.sriovNetSupport()).isEqualTo("simple");
    assertThat(image.enaSupport()).isTrue();
    assertThat(image.blockDeviceMappings())
        .filteredOn(device -> device.ebs() != null)
        .extracting(
            BlockDeviceMapping::deviceName,
            device -> device.ebs().snapshotId(),
            device -> device.ebs().volumeSize(),
            device -> device.ebs().volumeTypeAsString(),
            device -> device.ebs().deleteOnTermination())
        .containsExactlyInAnyOrder(
            tuple("/dev/xvda", root, 20, "gp3", true),
            tuple("/dev/sdf", data, 50, "gp2", false),
            tuple("/dev/sdg", null, 125, "st1", true));
    assertThat(image.blockDeviceMappings().getFirst().ebs().iops()).isEqualTo(4000);
    assertThat(image.blockDeviceMappings().getFirst().ebs().throughput()).isEqualTo(250);
  }

  /** Known problem 5: snapshots left behind after the image was deregistered. */
  @Test
  void deletesHandedOverSnapshotsWithImage() {
    String root = cluster.seeds().snapshot(SnapshotSeed.of(8));
    String data = cluster.seeds().snapshot(SnapshotSeed.of(50));
    cluster.apply(
        "handed-over",
        """
        {snapshot: {snapshotId: %s, architecture: arm64, takeOwnership: true,
          blockDeviceMappings: [{deviceName: /dev/sdf, ebs: {snapshotId: %s}}]}}\
        """
            .formatted(root, data));
    cluster.awaitStatus(
        "handed-over",
        status ->
            status.ready()
                && status.snapshots().stream().allMatch(s -> s.origin() == Origin.CREATED));
    cluster.delete("handed-over");
    assertThat(
            cluster.cloud().inventory().snapshots().stream()
                .filter(item -> item.id().equals(root) || item.id().equals(data)))
        .isEmpty();
  }

  /**
   * The snapshot's owner takes it back: removes the operator's tags, and the line of the account.
   */
  @Test
  void leavesHandedOverSnapshotOnceNotAllowed() {
    String root = cluster.seeds().snapshot(SnapshotSeed.of(8));
    cluster.apply(
        "withdrawn",
        "{snapshot: {snapshotId: %s, architecture: arm64, takeOwnership: true}}".formatted(root));
    cluster.awaitStatus(
        "withdrawn",
        status ->
            status.ready()
                && status.snapshots().stream().allMatch(s -> s.origin() == Origin.CREATED));
    kubernetes
        .resources(AwsAccount.class)
        .withName("default")
        .edit(
            account -> {
              account.setSpec(Manifests.accountSpec(Manifests.allowingAll().snapshots(null)));
              return account;
            });
    clients.ec2("default", Manifests.HOME).deleteTags(r -> r.resources(root));

    AmiImageStatus status = cluster.awaitStatus("withdrawn", ImageTestBase::isStalled);

    assertThat(ImageTestBase.readyCondition(status).reason()).isEqualTo("NotAllowed");
    cluster.delete("withdrawn");
    assertThat(cluster.cloud().inventory().snapshots())
        .filteredOn(snapshot -> snapshot.id().equals(root))
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.tags()).isEmpty());
  }

  @Test
  void createsInstanceImageWithOtherDevices() {
    String instance =
        cluster
            .seeds()
            .instance(
                InstanceSeed.small()
                    .withVolumes(
                        VolumeSeed.of("/dev/xvda", 8),
                        VolumeSeed.of("/dev/sdf", 20),
                        VolumeSeed.of("/dev/sdg", 40)));
    cluster.apply(
        "devices",
        """
        {instance: {instanceId: %s, noReboot: true, blockDeviceMappings: [
          {deviceName: /dev/xvda, ebs: {deleteOnTermination: false}},
          {deviceName: /dev/sdf, noDevice: true},
          {deviceName: /dev/sdh, ebs: {volumeSize: 30, volumeType: io2, iops: 5000}}]}}\
        """
            .formatted(instance));
    AmiImageStatus status = cluster.awaitReady("devices");
    assertThat(status.snapshots())
        .hasSize(2)
        .extracting(SnapshotEntry::origin)
        .containsOnly(Origin.CREATED);
    assertThat(cluster.imageOf("devices").blockDeviceMappings())
        .extracting(
            BlockDeviceMapping::deviceName,
            device -> device.ebs().volumeSize(),
            device -> device.ebs().volumeTypeAsString(),
            device -> device.ebs().deleteOnTermination())
        .containsExactlyInAnyOrder(
            tuple("/dev/xvda", 8, "gp3", false),
            tuple("/dev/sdg", 40, "gp3", true),
            tuple("/dev/sdh", 30, "io2", true));
    cluster.delete("devices");
    assertThat(cluster.cloud().journal().leftovers())
        .doesNotContain(status.imageId())
        .doesNotContainAnyElementsOf(
            status.snapshots().stream().map(SnapshotEntry::snapshotId).toList());
  }

  /** CreateImage changes only DeleteOnTermination of a volume that the instance has. */
  @Test
  void stallsBeforeChangingVolumeOfInstance() {
    String instance = cluster.seeds().instance(InstanceSeed.small());
    long before = cluster.cloud().journal().count("CreateImage");
    cluster.apply(
        "larger",
        """
        {instance: {instanceId: %s, noReboot: true, blockDeviceMappings: [
          {deviceName: /dev/xvda, ebs: {volumeSize: 30}}]}}\
        """
            .formatted(instance));
    assertThat(ImageTestCluster.readyCondition(cluster.awaitStalled("larger")).message())
        .contains(instance + " has a volume /dev/xvda");
    assertThat(cluster.cloud().journal().count("CreateImage")).isEqualTo(before);
  }

  /** A terminated instance does not come back: no CreateImage, however long one waits. */
  @Test
  void stallsOnTerminatedInstance() {
    String instance = cluster.seeds().instance(InstanceSeed.small());
    cluster.ec2().terminateInstances(r -> r.instanceIds(instance));
    long before = cluster.cloud().journal().count("CreateImage");
    cluster.apply("late", "{instance: {instanceId: %s, noReboot: true}}".formatted(instance));
    assertThat(ImageTestCluster.readyCondition(cluster.awaitStalled("late")).message())
        .contains(instance + " is ", "Create a new AmiImage of another instance");
    cluster.cloud().clock().step(Duration.ofHours(2));
    cluster.awaitStatus(
        "late",
        status ->
            ImageTestCluster.readyCondition(status)
                .message()
                .startsWith(instance + " does not exist"));
    assertThat(cluster.cloud().journal().count("CreateImage")).isEqualTo(before);
  }
}
