package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/**
 * Known problems of image sharing that the operator avoids. Of the twenty-five known problems these
 * are 16, 17, 18, 19 and 23.
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ImageSharingQuarkusTest extends ImageTestBase {
  private static final List<String> MANY =
      IntStream.range(0, 40).mapToObj("2222%08d"::formatted).toList();

  @BeforeEach
  void allowToShare() {
    AwsAccount account = Manifests.account();
    account.setSpec(
        Manifests.accountSpec(Manifests.allowingAll().publicSharing(true).shareWith(MANY)));
    Manifests.apply(kubernetes, account);
  }

  /** 16: a shared image cannot be launched, as its default key cannot be shared. */
  @Test
  void refusesSharingUnderDefaultKey() {
    String defaultKey =
        cloud
            .kms(Caller.of(Ec2Fixtures.ACCOUNT), Manifests.HOME)
            .describeKey(r -> r.keyId("alias/aws/ebs"))
            .keyMetadata()
            .arn();
    apply(
        shared(
            "default-key", encrypted(defaultKey), "accountIds: ['%s']".formatted(MANY.getFirst())));

    AmiImageStatus status = awaitStatus("default-key", ImageTestBase::isStalled);

    assertThat(readyCondition(status).reason()).isEqualTo("CannotShare");
    assertThat(readyCondition(status).message()).contains(status.imageId(), "aws/ebs");
    assertThat(failedCalls("ModifyImageAttribute", "InvalidParameter")).isEmpty();
  }

  /** 17: an Auto Scaling group cannot launch a shared image, as its key is not shared. */
  @Test
  void waitsForKeyAccessBeforeSharing() {
    String key = seeds.kmsKey("alias/images");
    apply(shared("own-key", encrypted(key), "accountIds: ['%s']".formatted(MANY.getFirst())));
    AmiImageStatus status = awaitStatus("own-key", ImageTestBase::isStalled);
    assertThat(readyCondition(status).reason()).isEqualTo("CannotShare");
    assertThat(readyCondition(status).message()).contains(key, MANY.getFirst(), "kms:CreateGrant");
    assertThat(launchPermissions(status.imageId())).isEmpty();

    seeds.shareKmsKey(key, MANY.getFirst());

    assertThat(launchPermissions(awaitReady("own-key").imageId())).containsExactly(MANY.getFirst());
  }

  /** 17, for an image registered from a foreign snapshot. */
  @Test
  void checksKeyOfForeignSnapshot() {
    String key = seeds.kmsKey("alias/brought");
    apply(
        Manifests.image(
            "brought",
            """
            region: eu-west-1
            source: {snapshot: {snapshotId: %s, architecture: x86_64}}
            launchPermissions: {accountIds: ['%s']}
            """
                .formatted(
                    seeds.snapshot(SnapshotSeed.of(8).encryptedWith(key)), MANY.getFirst())));

    AmiImageStatus status = awaitStatus("brought", ImageTestBase::isStalled);

    assertThat(readyCondition(status).reason()).isEqualTo("CannotShare");
    assertThat(readyCondition(status).message()).contains(key, MANY.getFirst());
    assertThat(launchPermissions(status.imageId())).isEmpty();
  }

  /** 18: accounts that copy a shared image lack access to its snapshots. */
  @Test
  void sharesSnapshotsForCopying() {
    apply(
        shared(
            "copied",
            seeds.instance(InstanceSeed.small()),
            "accountIds: ['%s'], includeSnapshots: true".formatted(MANY.getFirst())));
    String snapshotId = awaitReady("copied").snapshots().getFirst().snapshotId();
    assertThat(createVolumePermissions(snapshotId))
        .extracting(CreateVolumePermission::userId)
        .containsExactly(MANY.getFirst());
  }

  /** A public image that everyone may also copy, once the account allows public snapshots. */
  @Test
  void sharesSnapshotsWithEveryone() {
    ec2.enableSnapshotBlockPublicAccess(r -> r.state("block-new-sharing"));
    apply(
        shared(
            "everyones",
            seeds.instance(InstanceSeed.small()),
            "public: true, includeSnapshots: true"));
    AmiImageStatus blocked = awaitStatus("everyones", ImageTestBase::isStalled);
    assertThat(readyCondition(blocked).message()).contains("DisableSnapshotBlockPublicAccess");

    ec2.disableSnapshotBlockPublicAccess(r -> {});
    cloud.clock().step(Duration.ofMinutes(10));
    String snapshotId = awaitReady("everyones").snapshots().getFirst().snapshotId();
    assertThat(createVolumePermissions(snapshotId))
        .extracting(CreateVolumePermission::groupAsString)
        .containsExactly("all");
  }

  /** DisableImage takes back the launch permissions, but not those of the snapshots. */
  @Test
  void revokesSnapshotsOfDisabledImage() {
    apply(
        shared(
            "withdrawn",
            seeds.instance(InstanceSeed.small()),
            "accountIds: ['%s'], includeSnapshots: true".formatted(MANY.getFirst())));
    String snapshotId = awaitReady("withdrawn").snapshots().getFirst().snapshotId();
    cluster
        .resource("withdrawn")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"disabled\":true,\"launchPermissions\":{\"accountIds\":null,"
                + "\"includeSnapshots\":false}}}");

    awaitStatus("withdrawn", s -> readyCondition(s).reason().equals("ImageDisabled"));
    assertThat(createVolumePermissions(snapshotId)).isEmpty();
  }

  /** Absent means not managed: the removed permissions stay, and the condition says so. */
  @Test
  void reportsRemovedPermissionsUntilCleared() {
    apply(
        shared(
            "removed",
            seeds.instance(InstanceSeed.small()),
            "accountIds: ['%s']".formatted(MANY.getFirst())));
    String imageId = awaitReady("removed").imageId();
    cluster
        .resource("removed")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"launchPermissions\":null,\"deprecation\":null}}");
    awaitStatus(
        "removed",
        s -> readyCondition(s).message().contains("To clear: spec.launchPermissions: {}."));
    assertThat(launchPermissions(imageId)).containsExactly(MANY.getFirst());

    cluster
        .resource("removed")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"launchPermissions\":{}}}");
    awaitStatus(
        "removed",
        s -> s.managedFields() == null && readyCondition(s).reason().equals("Available"));
    assertThat(launchPermissions(imageId)).isEmpty();
  }

  /** 19: a separate object and call for each account. */
  @Test
  void sharesWithFortyAccountsInOneCall() {
    apply(
        shared(
            "many", seeds.instance(InstanceSeed.small()), "accountIds: " + Manifests.json(MANY)));
    String imageId = awaitReady("many").imageId();
    assertThat(launchPermissions(imageId)).containsExactlyInAnyOrderElementsOf(MANY);
    assertThat(changes(imageId)).isEqualTo(1);

    ec2.modifyImageAttribute(
        r ->
            r.imageId(imageId)
                .launchPermission(
                    change ->
                        change
                            .remove(p -> p.userId(MANY.getFirst()), p -> p.userId(MANY.getLast()))
                            .add(p -> p.userId("999999999999"))));
    cloud.clock().step(Duration.ofHours(2));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> assertThat(launchPermissions(imageId)).containsExactlyInAnyOrderElementsOf(MANY));
    assertThat(changes(imageId)).as("calls that set and correct sharing").isEqualTo(4);
  }

  /** 23: the account's quota of public images is used up, and the error says something else. */
  @Test
  void reportsPublicImageQuotaAndRetries() {
    cloud.faults().refuse("ModifyImageAttribute", "ResourceLimitExceeded", 1);
    apply(shared("public", seeds.instance(InstanceSeed.small()), "public: true"));

    AmiImageStatus status =
        awaitStatus(
            "public",
            s -> s.conditions() != null && readyCondition(s).reason().equals("QuotaExceeded"));
    assertThat(readyCondition(status).message())
        .contains("ModifyImageAttribute", "ResourceLimitExceeded");

    assertThat(awaitReady("public").state()).isEqualTo("available");
  }

  private long changes(String imageId) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals("ModifyImageAttribute"))
        .filter(call -> call.parameters().contains(imageId))
        .count();
  }

  private String encrypted(String key) {
    return seeds.instance(
        InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
  }

  private static AmiImage shared(String name, String instanceId, String permissions) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        source: {instance: {instanceId: %s, noReboot: true}}
        launchPermissions: {%s}
        """
            .formatted(instanceId, permissions));
  }

  private List<CreateVolumePermission> createVolumePermissions(String snapshotId) {
    return ec2.describeSnapshotAttribute(
            r -> r.snapshotId(snapshotId).attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
        .createVolumePermissions();
  }
}
