package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestination.AllRegions;
import dev.amioperator.api.v1alpha1.CopyDestinationBuilder;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Copies from the account of the source to other accounts. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyAccountsQuarkusTest extends CopyTestBase {
  private static final String PROD = Manifests.FRIEND;

  @AfterEach
  void allow() {
    cloud.denials().clear();
  }

  @BeforeEach
  void prepareProd() {
    applyAccount("prod", PROD);
  }

  @Test
  void copiesToOtherAccountAndRevokesGrants() {
    AmiImage image = createImage("golden");
    apply(copyOf("golden", to("prod", HOME), to("prod", VIRGINIA)));

    AmiCopyStatus status = awaitStatus("golden", s -> s.ready() && s.grants() == null);

    assertThat(status.copies()).isEqualTo("2/2");
    assertThat(status.regions()).allMatch(entry -> entry.accountId().equals(PROD));
    assertThat(images(PROD, HOME)).contains(regionEntry(status, HOME).imageId());
    assertThat(images(PROD, VIRGINIA)).contains(regionEntry(status, VIRGINIA).imageId());
    assertThat(calls("ModifyImageAttribute", imageId(image))).isEqualTo(2);
    assertNothingShared(imageId(image));
    delete("golden");
    assertThat(images(PROD, HOME)).isEmpty();
    assertThat(images(PROD, VIRGINIA)).isEmpty();
  }

  /** The AmiImage manages its launch permissions, and leaves those of the AmiCopy alone. */
  @Test
  void copiesImageWithAuthoritativePermissions() {
    AmiImage image =
        Manifests.image(
            "closed",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            launchPermissions: {accountIds: [], includeSnapshots: true}
            """
                .formatted(seeds.instance(InstanceSeed.small())));
    create(image);
    apply(copyOf("closed", to("prod", HOME)));

    awaitStatus("closed", s -> s.ready() && s.grants() == null);

    assertNothingShared(imageId(image));
    delete("closed");
  }

  @Test
  void keepsPermissionThatWasThereBefore() {
    AmiImage image = createImage("shared");
    SimulatedAws.administrator(clients, HOME)
        .modifyImageAttribute(
            r -> r.imageId(imageId(image)).launchPermission(p -> p.add(add -> add.userId(PROD))));
    apply(copyOf("shared", to("prod", HOME)));

    awaitStatus("shared", s -> s.ready() && s.grants() == null);

    assertThat(launchPermissions(imageId(image))).containsExactly(PROD);
    delete("shared");
  }

  @Test
  void refusesAccountThatIsNotAllowed() {
    applyAccount("stranger", "444455556666");
    AmiImage image = createImage("refused");
    apply(copyOf("refused", to("stranger", HOME), to("prod", HOME)));

    AmiCopyStatus status =
        awaitStatus(
            "refused",
            s -> readyCondition(s).message().startsWith("1 of 2 copies available; stranger/"));

    assertThat(readyReason(status)).isEqualTo("NotAllowed");
    assertThat(readyCondition(status).message())
        .contains("stranger/eu-west-1", "shareWith: [\"444455556666\"]");
    assertThat(launchPermissions(imageId(image))).doesNotContain("444455556666");
    delete("refused");
  }

  @Test
  void changesNothingForImageOfOthers() {
    String source = seeds.image(ImageSeed.named("raw"));
    AmiCopy copy = Manifests.copyOf("raw", source, HOME);
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).destinations(List.of(to("prod", HOME))).build());
    apply(copy);

    AmiCopyStatus status = awaitStatus("raw", CopyTestBase::isStalled);

    assertThat(readyCondition(status).message())
        .contains(source, "account " + PROD, "launchPermission", "createVolumePermission");
    assertThat(status.grants()).isNull();
    assertThat(calls("ModifyImageAttribute", source)).isZero();
    delete("raw");
  }

  @Test
  void revokesGrantsOfDeletedCopy() {
    AmiImage image = createImage("deleted");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("deleted", to("prod", HOME)));
    awaitStatus("deleted", s -> s.grants() != null && readyReason(s).equals("Denied"));
    assertThat(launchPermissions(imageId(image))).containsExactly(PROD);

    delete("deleted");

    assertNothingShared(imageId(image));
  }

  @Test
  void grantsKeyWhileCopying() {
    String key = seeds.kmsKey("alias/golden");
    String instance =
        seeds.instance(
            InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    AmiImage image = create(Manifests.fromInstance("encrypted", instance));
    apply(copyOf("encrypted", to("prod", HOME)));

    awaitStatus("encrypted", s -> s.ready() && s.grants() == null);

    assertThat(calls("CreateGrant", PROD)).isEqualTo(1);
    assertThat(calls("RevokeGrant", "")).isEqualTo(1);
    assertNothingShared(imageId(image));
    delete("encrypted");
  }

  @Test
  void fillsEveryListedRegionOfAccount() {
    applyAccount("member", PROD, LONDON, VIRGINIA, OREGON);
    createImage("everywhere");
    apply(
        copyOf(
            "everywhere",
            to("prod", LONDON),
            CopyDestinationBuilder.builder()
                .accountRef("member")
                .allRegions(new AllRegions(List.of(OREGON)))
                .build()));

    AmiCopyStatus status = awaitStatus("everywhere", s -> s.ready() && "2/2".equals(s.copies()));
    assertThat(status.regions())
        .extracting(entry -> entry.account() + "/" + entry.region())
        .containsExactlyInAnyOrder("prod/" + LONDON, "member/" + VIRGINIA);

    applyAccount("member", PROD, LONDON, OREGON);
    AmiCopyStatus narrowed =
        awaitStatus("everywhere", s -> regionEntry(s, VIRGINIA).message() != null);
    assertThat(regionEntry(narrowed, VIRGINIA).message()).contains("does not list us-east-1");
    assertThat(images(PROD, VIRGINIA)).contains(regionEntry(narrowed, VIRGINIA).imageId());
    assertThat(narrowed.ready()).isTrue();
    delete("everywhere");
    assertThat(images(PROD, VIRGINIA)).doesNotContain(regionEntry(narrowed, VIRGINIA).imageId());
  }

  private AmiImage createImage(String name) {
    return create(Manifests.fromInstance(name, seeds.instance(InstanceSeed.small())));
  }

  private AmiImage create(AmiImage image) {
    String name = image.getMetadata().getName();
    kubernetes.resource(image).create();
    await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(() -> status(image).map(AmiImageStatus::ready).orElse(false));
    return image;
  }

  private Optional<AmiImageStatus> status(AmiImage image) {
    return Optional.ofNullable(kubernetes.resource(image).get().getStatus())
        .filter(status -> status.conditions() != null);
  }

  private String imageId(AmiImage image) {
    return status(image).orElseThrow().imageId();
  }

  private void applyAccount(String name, String accountId, String... regions) {
    String role = MemberRoles.seed(cloud.seeds(), accountId, name, "mock/" + name);
    AwsAccount account = Manifests.account(name);
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .roleArn(role)
            .regions(regions.length == 0 ? null : List.of(regions))
            .build());
    Manifests.apply(kubernetes, account);
  }

  private static AmiCopy copyOf(String imageRef, CopyDestination... destinations) {
    AmiCopy copy = Manifests.copyOfAmiImage(imageRef, imageRef);
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).destinations(List.of(destinations)).build());
    return copy;
  }

  private static CopyDestination to(String account, String region) {
    return CopyDestinationBuilder.builder().accountRef(account).region(region).build();
  }

  private List<String> images(String accountId, String region) {
    return cloud
        .ec2(Caller.of(accountId), region)
        .describeImages(r -> r.owners("self"))
        .images()
        .stream()
        .map(Image::imageId)
        .toList();
  }

  private void assertNothingShared(String imageId) {
    Ec2Client ec2 = SimulatedAws.administrator(clients, HOME);
    assertThat(launchPermissions(imageId)).isEmpty();
    Image image = ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
    assertThat(image.ownerId()).isEqualTo(Ec2Fixtures.ACCOUNT);
    assertThat(
            image.blockDeviceMappings().stream()
                .flatMap(device -> volumePermissions(ec2, device.ebs().snapshotId())))
        .isEmpty();
  }

  private static Stream<String> volumePermissions(Ec2Client ec2, String snapshotId) {
    return ec2
        .describeSnapshotAttribute(
            r -> r.snapshotId(snapshotId).attribute("createVolumePermission"))
        .createVolumePermissions()
        .stream()
        .map(permission -> permission.userId());
  }

  private List<String> launchPermissions(String imageId) {
    return SimulatedAws.administrator(clients, HOME)
        .describeImageAttribute(r -> r.imageId(imageId).attribute("launchPermission"))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }

  private long calls(String action, String resource) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action))
        .filter(call -> call.parameters().contains(resource))
        .count();
  }
}
