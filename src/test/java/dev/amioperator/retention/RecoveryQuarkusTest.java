package dev.amioperator.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Orphan;
import dev.amioperator.api.v1alpha1.OrphanedSnapshotAction;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.ResourceType;
import software.amazon.awssdk.services.rbin.model.RetentionPeriodUnit;

/** Whether what a policy deletes can be restored from the Recycle Bin. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(RetentionTestBase.SeparateCloudProfile.class)
class RecoveryQuarkusTest extends RetentionTestBase {
  private final List<String> rules = new ArrayList<>();
  private RbinClient rbin;

  /** The rules of the test before are read again. */
  @BeforeEach
  void forgetRules() {
    rbin = cloud.rbin(Caller.of(Ec2Fixtures.ACCOUNT), "eu-west-1");
    cloud.clock().step(Duration.ofDays(1));
  }

  @AfterEach
  void deleteRules() {
    rules.forEach(id -> rbin.deleteRule(r -> r.identifier(id)));
  }

  @Test
  void tellsUntilWhenImageCanBeRestored() {
    rule(ResourceType.EC2_IMAGE, 14);
    rule(ResourceType.EBS_SNAPSHOT, 20);
    String image = image("covered", 40);
    tagFamily(snapshotOf(image));

    apply(policy("retiring", Mode.PLAN));
    assertThat(item(awaitPlan(image), image).message())
        .endsWith("It can be restored from the Recycle Bin for 14d after its deregistration.");

    setMode("Enforce");
    await().atMost(PATIENCE).until(() -> marked(image));
    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !images().contains(image));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(note -> note.startsWith("Deregistered " + image))
                    .singleElement()
                    .asString()
                    .containsPattern(
                        "By the rules of the Recycle Bin, it can be restored until \\S+Z\\."));
    assertThat(ec2.listImagesInRecycleBin(r -> r.imageIds(image)).images()).hasSize(1);
  }

  @Test
  void tellsThatDeregistrationIsFinal() {
    String image = image("uncovered", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    assertThat(item(awaitPlan(image), image).message())
        .endsWith(
            "Its deregistration is final: no retention rule of the Recycle Bin keeps the image.");

    cloud.clock().step(Duration.ofDays(3));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(note -> note.startsWith("Deregistered " + image))
                    .singleElement()
                    .asString()
                    .endsWith(
                        "This is final: no retention rule of the Recycle Bin keeps the image."));
  }

  /** An admin need not grant the permission. */
  @Test
  void blocksNothingWhereRulesAreUnknown() {
    cloud
        .faults()
        .add(
            Faults.Rule.forAction(
                "ListRules", new Faults.Effect.Refuse("AccessDeniedException", "no", 403)));
    String image = image("unknown", 40);
    apply(policy("retiring", Mode.ENFORCE));
    await().atMost(PATIENCE).until(() -> marked(image));
    assertThat(item(awaitPlan(image), image).message())
        .contains("Whether its deregistration is final is unknown: ListRules")
        .contains("rbin:ListRules");

    cloud.clock().step(Duration.ofDays(3));
    await().atMost(PATIENCE).until(() -> !images().contains(image));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(note -> note.startsWith("Deregistered " + image))
                    .singleElement()
                    .asString()
                    .contains("Whether this is final is unknown: ListRules"));
  }

  @Test
  void tellsUntilWhenOrphanCanBeRestored() {
    rule(ResourceType.EBS_SNAPSHOT, 5);
    String orphan = snapshotOf(image("gone", 40));
    tagFamily(orphan);
    ec2.deregisterImage(r -> r.imageId(orphan.replace("snap-", "ami-")));
    cloud.clock().step(Duration.ofDays(2));
    apply(deleting());

    AmiRetentionPolicyStatus status = awaitStatus(s -> find(s, orphan).isPresent());
    assertThat(find(status, orphan).orElseThrow().message())
        .endsWith("It can be restored from the Recycle Bin for 5d after its deletion.");
    cloud.clock().step(Duration.ofDays(3));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(events())
                    .filteredOn(note -> note.startsWith("Deleted " + orphan))
                    .singleElement()
                    .asString()
                    .contains("it can be restored until"));
  }

  private AmiRetentionPolicyStatus awaitPlan(String image) {
    return awaitStatus(
        s -> s.ready() && items(s).stream().anyMatch(item -> item.imageId().equals(image)));
  }

  private static Optional<Orphan> find(AmiRetentionPolicyStatus status, String snapshotId) {
    return Optional.ofNullable(status.plan())
        .map(AmiRetentionPolicyStatus.Plan::orphanedSnapshots)
        .stream()
        .flatMap(orphans -> orphans.snapshots().stream())
        .filter(orphan -> orphan.snapshotId().equals(snapshotId))
        .findFirst();
  }

  private AmiRetentionPolicy deleting() {
    AmiRetentionPolicy policy = policy("retiring", Mode.ENFORCE);
    policy.setSpec(
        AmiRetentionPolicySpecBuilder.builder(policy.getSpec())
            .orphanedSnapshots(OrphanedSnapshotAction.DELETE)
            .build());
    return policy;
  }

  /** A rule of this test's images and snapshots only. */
  private void rule(ResourceType type, int days) {
    rules.add(
        rbin.createRule(
                r ->
                    r.resourceType(type)
                        .resourceTags(t -> t.resourceTagKey("family").resourceTagValue(family))
                        .retentionPeriod(
                            p ->
                                p.retentionPeriodValue(days)
                                    .retentionPeriodUnit(RetentionPeriodUnit.DAYS)))
            .identifier());
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
        .map(event -> event.getNote())
        .toList();
  }

  private void tagFamily(String snapshotId) {
    ec2.createTags(r -> r.resources(snapshotId).tags(t -> t.key("family").value(family)));
  }
}
