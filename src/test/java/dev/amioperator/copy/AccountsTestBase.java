package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestinationBuilder;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.state.Timing;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.SimulatedAws;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** AmiCopies from the account of the source to other accounts. */
abstract class AccountsTestBase extends CopyTestBase {
  static final String PROD = Manifests.FRIEND;

  @AfterEach
  void allow() {
    cloud.denials().clear();
    cloud.timing(_ -> Timing.DEFAULT);
  }

  @BeforeEach
  void prepareProd() {
    applyAccount("prod", PROD);
  }

  AmiImage createImage(String name) {
    return create(Manifests.fromInstance(name, seeds.instance(InstanceSeed.small())));
  }

  AmiImage createEncryptedImage(String name) {
    String key = seeds.kmsKey("alias/" + name);
    return create(
        Manifests.fromInstance(
            name,
            seeds.instance(
                InstanceSeed.small()
                    .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)))));
  }

  /** Shares an image and its snapshots as their owner. */
  void share(String imageId) {
    Ec2Client ec2 = SimulatedAws.administrator(clients, HOME);
    ec2.modifyImageAttribute(
        r -> r.imageId(imageId).launchPermission(p -> p.add(add -> add.userId(PROD))));
    snapshots(imageId)
        .forEach(
            snapshot ->
                ec2.modifySnapshotAttribute(
                    r ->
                        r.snapshotId(snapshot.snapshotId())
                            .attribute("createVolumePermission")
                            .operationType("add")
                            .userIds(PROD)));
  }

  AmiImage create(AmiImage image) {
    String name = image.getMetadata().getName();
    kubernetes.resource(image).create();
    await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(() -> status(image).map(AmiImageStatus::ready).orElse(false));
    return image;
  }

  Optional<AmiImageStatus> status(AmiImage image) {
    return Optional.ofNullable(kubernetes.resource(image).get().getStatus())
        .filter(status -> status.conditions() != null);
  }

  String imageId(AmiImage image) {
    return status(image).orElseThrow().imageId();
  }

  void applyAccount(String name, String accountId, String... regions) {
    String role = MemberRoles.seed(cloud.seeds(), accountId, name, "mock/" + name);
    AwsAccount account = Manifests.account(name);
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .roleArn(role)
            .regions(regions.length == 0 ? null : List.of(regions))
            .build());
    Manifests.apply(kubernetes, account);
  }

  static AmiCopy copyOf(String imageRef, CopyDestination... destinations) {
    AmiCopy copy = Manifests.copyOfAmiImage(imageRef, imageRef);
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).destinations(List.of(destinations)).build());
    return copy;
  }

  static AmiCopy withName(AmiCopy copy, String name) {
    copy.getMetadata().setName(name);
    return copy;
  }

  static CopyDestination to(String account, String region) {
    return CopyDestinationBuilder.builder().accountRef(account).region(region).build();
  }

  List<String> images(String accountId, String region) {
    return cloud
        .ec2(Caller.of(accountId), region)
        .describeImages(r -> r.owners("self"))
        .images()
        .stream()
        .map(Image::imageId)
        .toList();
  }

  void assertNothingShared(String imageId) {
    assertThat(launchPermissions(imageId)).isEmpty();
    assertThat(volumePermissions(imageId)).isEmpty();
  }

  /** The accounts that may copy a snapshot of an image, for each snapshot. */
  List<String> volumePermissions(String imageId) {
    return snapshots(imageId)
        .flatMap(
            snapshot ->
                SimulatedAws.administrator(clients, HOME)
                    .describeSnapshotAttribute(
                        r ->
                            r.snapshotId(snapshot.snapshotId()).attribute("createVolumePermission"))
                    .createVolumePermissions()
                    .stream())
        .map(permission -> permission.userId())
        .toList();
  }

  List<String> launchPermissions(String imageId) {
    return SimulatedAws.administrator(clients, HOME)
        .describeImageAttribute(r -> r.imageId(imageId).attribute("launchPermission"))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }

  long calls(String action, String resource) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action))
        .filter(call -> call.parameters().contains(resource))
        .count();
  }

  KmsClient kms() {
    return cloud.kms(Caller.of(Ec2Fixtures.ACCOUNT), HOME);
  }

  /** The KMS key of an encrypted image. */
  String keyOf(String imageId) {
    return snapshots(imageId).findFirst().orElseThrow().kmsKeyId();
  }

  /** The grants that the operator gave on the key of an image. */
  List<GrantListEntry> keyGrants(String imageId) {
    return kms().listGrants(r -> r.keyId(keyOf(imageId))).grants().stream()
        .filter(grant -> grant.name().startsWith("ami-operator/"))
        .toList();
  }

  private Stream<Snapshot> snapshots(String imageId) {
    Ec2Client ec2 = SimulatedAws.administrator(clients, HOME);
    return ec2
        .describeImages(r -> r.imageIds(imageId))
        .images()
        .getFirst()
        .blockDeviceMappings()
        .stream()
        .flatMap(
            device ->
                ec2
                    .describeSnapshots(r -> r.snapshotIds(device.ebs().snapshotId()))
                    .snapshots()
                    .stream());
  }
}
