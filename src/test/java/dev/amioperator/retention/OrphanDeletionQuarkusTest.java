package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Orphan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.SnapshotDeletion;
import dev.amioperator.api.v1alpha1.OrphanedSnapshotAction;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.Faults;
import dev.amioperator.testing.Manifests;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Snapshots of images that were deregistered by hand, and a policy that deletes them. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class OrphanDeletionQuarkusTest extends RetentionTestBase {
  @Test
  void deletesWhatADeregisteredImageLeft() {
    String kept = image("kept", 1);
    tagFamily(snapshotOf(kept));
    String orphan = orphan("gone");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    assertThat(find(awaitStatus(s -> find(s, orphan).isPresent()), orphan).orElseThrow().reason())
        .isEqualTo("Unkept");

    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> deletion(s, orphan).map(SnapshotDeletion::deleted).isPresent());

    assertThat(snapshots()).contains(snapshotOf(kept)).doesNotContain(orphan);
    assertThat(deletion(status, orphan).orElseThrow().message()).isNull();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(note -> note.contains(orphan))
                    .singleElement()
                    .asString()
                    .contains("8 GiB in eu-west-1"));
    awaitStatus(s -> s.ready() && find(s, orphan).isEmpty());
  }

  /** EC2 alone knows of an image that the account does not see. */
  @Test
  void keepsWhatEc2SaysIsInUse() {
    String orphan = orphan("used");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    cloud.faults().refuse("DeleteSnapshot", "InvalidSnapshot.InUse", Integer.MAX_VALUE);
    cloud.clock().step(Duration.ofDays(3));

    AmiRetentionPolicyStatus status =
        awaitStatus(
            s -> s.ready() && deletion(s, orphan).map(SnapshotDeletion::message).isPresent());
    assertThat(deletion(status, orphan).orElseThrow().message()).contains("InvalidSnapshot.InUse");
    assertThat(deletion(status, orphan).orElseThrow().deleted()).isNull();
    await().atMost(PATIENCE).until(() -> !tagged(orphan));
    assertThat(snapshots()).contains(orphan);
  }

  /** The listing is as old as the interval; the tag is read right before. */
  @Test
  void keepsWhatUsersTag() {
    String orphan = orphanOfObject("wanted");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    ec2.createTags(r -> r.resources(orphan).tags(t -> t.key(TagKeys.KEEP).value("")));

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !tagged(orphan));
    awaitStatus(s -> s.ready() && find(s, orphan).isEmpty());
    assertThat(snapshots()).contains(orphan);
  }

  @Test
  void keepsWhatOtherAccountsMayUse() {
    String orphan = orphan("shared");
    ec2.modifySnapshotAttribute(
        r ->
            r.snapshotId(orphan)
                .attribute("createVolumePermission")
                .operationType("add")
                .userIds("444455556666"));
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));

    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> find(s, orphan).filter(o -> o.reason().equals("Referenced")).isPresent());
    assertThat(find(status, orphan).orElseThrow().message()).contains("444455556666");
    assertThat(status.plan().orphanedSnapshots().blocked()).isPositive();
    assertThat(snapshots()).contains(orphan);
  }

  @Test
  void deletesNothingWhileAProofIsDenied() {
    String orphan = orphan("unproven");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    deny("ListImagesInRecycleBin");

    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(
            s -> find(s, orphan).filter(o -> o.reason().equals("UsageUnknown")).isPresent());
    assertThat(find(status, orphan).orElseThrow().message()).contains("ListImagesInRecycleBin");
    assertThat(snapshots()).contains(orphan);
    assertThat(tagged(orphan)).isTrue();
  }

  /** Cloud Custodian's filter "unused" looks there, too (cloud-custodian/cloud-custodian#3651). */
  @Test
  void keepsWhatALaunchTemplateNames() {
    String orphan = orphan("templated");
    String template =
        ec2.createLaunchTemplate(
                r ->
                    r.launchTemplateName(family)
                        .launchTemplateData(
                            data ->
                                data.blockDeviceMappings(
                                    device ->
                                        device
                                            .deviceName("/dev/sdb")
                                            .ebs(ebs -> ebs.snapshotId(orphan)))))
            .launchTemplate()
            .launchTemplateId();
    ec2.createLaunchTemplateVersion(
        r -> r.launchTemplateId(template).launchTemplateData(d -> d.instanceType("t3.micro")));
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));

    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(s -> find(s, orphan).filter(o -> o.reason().equals("Referenced")).isPresent());
    assertThat(find(status, orphan).orElseThrow().message())
        .startsWith("In use by ec2:LaunchTemplate arn:aws:ec2:eu-west-1:")
        .endsWith("launch-template/" + template + ".");
    assertThat(snapshots()).contains(orphan);
    await().atMost(PATIENCE).until(() -> !tagged(orphan));
  }

  @Test
  void deletesNothingWhileLaunchTemplatesAreDenied() {
    ec2.createLaunchTemplate(
        r -> r.launchTemplateName(family).launchTemplateData(d -> d.instanceType("t3.micro")));
    String orphan = orphan("unread");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    deny("DescribeLaunchTemplateVersions");

    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus status =
        awaitStatus(
            s -> find(s, orphan).filter(o -> o.reason().equals("UsageUnknown")).isPresent());
    assertThat(find(status, orphan).orElseThrow().message())
        .startsWith(
            "What uses it is unknown: the launch templates could not be listed."
                + " DescribeLaunchTemplateVersions failed: ");
    assertThat(snapshots()).contains(orphan);
  }

  @Test
  void deletesNothingWhileSnapshotsAreNotListed() {
    String orphan = orphan("unlisted");
    deny("DescribeSnapshots");
    apply(deleting(Mode.ENFORCE));

    AmiRetentionPolicyStatus status =
        awaitStatus(s -> s.conditions() != null && message(s).contains("cannot be listed"));
    assertThat(message(status))
        .startsWith(
            "No orphaned snapshot is deleted in eu-west-1 of AwsAccount retiring, where the snapshots"
                + " cannot be listed: DescribeSnapshots");
    assertThat(enforcingSince(status)).isNull();
    cloud.faults().clear();
    assertThat(snapshots()).contains(orphan);
  }

  @Test
  void deletesWhatAGoneObjectLeft() {
    String orphan = orphanOfObject("former");
    apply(deleting(Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> tagged(orphan));

    cloud.clock().step(Duration.ofDays(3));
    awaitStatus(s -> deletion(s, orphan).map(SnapshotDeletion::deleted).isPresent());
    assertThat(snapshots()).doesNotContain(orphan);
  }

  @Test
  void deletesApprovedSnapshotsOnly() {
    String orphan = orphan("approved");
    apply(deleting(Mode.APPROVED));
    await().atMost(PATIENCE).until(() -> tagged(orphan));
    cloud.clock().step(Duration.ofDays(3));
    AmiRetentionPolicyStatus waiting =
        awaitStatus(s -> find(s, orphan).filter(o -> o.reason().equals("NotApproved")).isPresent());
    assertThat(message(waiting)).contains("to approve them, set spec.approvedPlan to");
    assertThat(snapshots()).contains(orphan);

    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"approvedPlan\":\"%s\"}}".formatted(waiting.plan().hash()));
    awaitStatus(s -> deletion(s, orphan).map(SnapshotDeletion::deleted).isPresent());
    assertThat(snapshots()).doesNotContain(orphan);
  }

  private void deny(String action) {
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(
                action, new Faults.Effect.Refuse("UnauthorizedOperation", "no", 403)));
  }

  /** The snapshot of an image that was deregistered two days ago. */
  private String orphan(String name) {
    String image = image(name, 40);
    tagFamily(snapshotOf(image));
    ec2.deregisterImage(r -> r.imageId(image));
    cloud.clock().step(Duration.ofDays(2));
    return snapshotOf(image);
  }

  /** The same of an image that an object made which does not exist any more. */
  private String orphanOfObject(String name) {
    String orphan = orphan(name);
    ec2.createTags(
        r ->
            r.resources(orphan)
                .tags(
                    t -> t.key(TagKeys.CLUSTER).value("mock"),
                    t ->
                        t.key(TagKeys.RESOURCE)
                            .value("AmiImage/" + Manifests.NAMESPACE + "/gone")));
    return orphan;
  }

  private void tagFamily(String snapshotId) {
    ec2.createTags(r -> r.resources(snapshotId).tags(t -> t.key("family").value(family)));
  }

  private boolean tagged(String snapshotId) {
    return ec2.describeSnapshots(r -> r.snapshotIds(snapshotId)).snapshots().stream()
        .flatMap(snapshot -> snapshot.tags().stream())
        .map(Tag::key)
        .anyMatch(TagKeys.UNKEPT_SINCE::equals);
  }

  private AmiRetentionPolicy deleting(Mode mode) {
    AmiRetentionPolicy policy = policy("retiring", mode);
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .orphanedSnapshots(OrphanedSnapshotAction.DELETE)
            .build());
    return policy;
  }

  private static Optional<Orphan> find(AmiRetentionPolicyStatus status, String snapshotId) {
    return Stream.ofNullable(status.plan())
        .flatMap(plan -> Stream.ofNullable(plan.orphanedSnapshots()))
        .flatMap(orphans -> orphans.snapshots().stream())
        .filter(orphan -> orphan.snapshotId().equals(snapshotId))
        .filter(orphan -> orphan.reason() != null)
        .findFirst();
  }

  private static Optional<SnapshotDeletion> deletion(
      AmiRetentionPolicyStatus status, String snapshotId) {
    return Optional.ofNullable(status.snapshotDeletions()).orElse(List.of()).stream()
        .filter(entry -> entry.snapshotId().equals(snapshotId))
        .findFirst();
  }

  private static String message(AmiRetentionPolicyStatus status) {
    return status.conditions().getFirst().message();
  }

  private List<String> events() {
    return kubernetes
        .events()
        .v1()
        .events()
        .inNamespace(Manifests.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> "SnapshotDeleted".equals(event.getReason()))
        .map(event -> event.getNote())
        .toList();
  }
}
