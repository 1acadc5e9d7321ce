package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;

/** Attributes of copies that a destination overrides. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyDestinationsQuarkusTest extends CopyTestBase {
  private static final String MEMBER = "333344445555";

  @Test
  void overridesDefaultsAndFallsBackToThem() {
    String source = seeds.image(ImageSeed.named("tuned"));
    apply(
        copy(
            "tuned",
            """
            source: {region: eu-west-1, imageId: %s}
            description: for all
            tags: {tier: web, owner: shop}
            launchPermissions: {accountIds: ["111122223333"]}
            destinations:
            - {region: us-east-1}
            - region: eu-west-2
              description: for London
              tags: {tier: london}
              launchPermissions: {}
            """
                .formatted(source)));
    AmiCopyStatus status = awaitReady("tuned");

    assertThat(image(VIRGINIA, status).description()).isEqualTo("for all");
    assertThat(image(LONDON, status).description()).isEqualTo("for London");
    assertThat(tags(LONDON, id(LONDON, status)))
        .containsEntry("tier", "london")
        .containsEntry("owner", "shop");
    assertThat(sharedWith(VIRGINIA, status)).containsExactly(Manifests.FRIEND);
    assertThat(sharedWith(LONDON, status)).isEmpty();

    edit(
        "tuned",
        _ ->
            spec(
                """
                source: {region: eu-west-1, imageId: %s}
                description: for all
                tags: {tier: web, owner: shop}
                launchPermissions: {accountIds: ["111122223333"]}
                destinations: [{region: us-east-1}, {region: eu-west-2}]
                """
                    .formatted(source)));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> sharedWith(LONDON, status).equals(List.of(Manifests.FRIEND)));
    awaitReady("tuned");
    assertThat(image(LONDON, status).description()).isEqualTo("for all");
    assertThat(tags(LONDON, id(LONDON, status))).containsEntry("tier", "web");
    delete("tuned");
  }

  @Test
  void deletesProtectedCopyOfRemovedDestination() {
    String source = seeds.image(ImageSeed.named("guarded"));
    apply(
        copy(
            "guarded",
            """
            source: {region: eu-west-1, imageId: %s}
            destinations:
            - {region: us-east-1}
            - {region: eu-west-2, deregistrationProtection: {enabled: true}}
            """
                .formatted(source)));
    AmiCopyStatus status = awaitReady("guarded");
    assertThat(image(LONDON, status).deregistrationProtection()).startsWith("enabled");

    edit("guarded", spec -> withRegions(spec, VIRGINIA));
    awaitStatus("guarded", s -> s.ready() && s.regions().size() == 1);

    assertThat(imageIds(LONDON, "guarded")).isEmpty();
    delete("guarded");
  }

  @Test
  void checksKeyAgainstAccountOfDestination() {
    String role = MemberRoles.seed(cloud.seeds(), MEMBER, "vault", "mock/vault");
    String key = cloud.seeds().target(MEMBER, LONDON).kmsKey("alias/vault");
    Manifests.apply(kubernetes, vault(role, List.of()));
    String source = seeds.image(ImageSeed.named("vaulted"));
    share(source);
    apply(
        copy(
            "vaulted",
            """
            source: {region: eu-west-1, imageId: %s}
            destinations:
            - {accountRef: vault, region: eu-west-2, encryption: {kmsKeyId: alias/vault}}
            """
                .formatted(source)));

    AmiCopyStatus refused = awaitStatus("vaulted", s -> readyReason(s).equals("NotAllowed"));
    assertThat(readyCondition(refused).message()).contains("AwsAccount vault", key);

    Manifests.apply(kubernetes, vault(role, List.of(key)));
    AmiCopyStatus status = awaitReady("vaulted");
    Ec2Client member = cloud.ec2(Caller.of(MEMBER), LONDON);
    assertThat(
            member
                .describeSnapshots(r -> r.snapshotIds(snapshotIds(onlyRegion(status))))
                .snapshots()
                .getFirst()
                .kmsKeyId())
        .isEqualTo(key);
    delete("vaulted");
  }

  private void share(String imageId) {
    Ec2Client home = SimulatedAws.administrator(clients, HOME);
    home.modifyImageAttribute(
        r -> r.imageId(imageId).launchPermission(p -> p.add(a -> a.userId(MEMBER))));
    home.describeImages(r -> r.imageIds(imageId)).images().getFirst().blockDeviceMappings().stream()
        .map(device -> device.ebs().snapshotId())
        .forEach(
            id ->
                home.modifySnapshotAttribute(
                    r ->
                        r.snapshotId(id)
                            .createVolumePermission(p -> p.add(a -> a.userId(MEMBER)))));
  }

  private static AwsAccount vault(String role, List<String> keys) {
    AwsAccount account = Manifests.account("vault");
    account.setSpec(
        AwsAccountSpecBuilder.builder(account.getSpec())
            .roleArn(role)
            .allow(AllowSpecBuilder.builder(Manifests.allowingAll().build()).kmsKeys(keys).build())
            .build());
    return account;
  }

  private static AmiCopySpec spec(String yaml) {
    return Manifests.read(yaml, AmiCopySpec.class);
  }

  private static AmiCopy copy(String name, String yaml) {
    AmiCopy copy = Manifests.copyOf(name, "ami-0");
    copy.setSpec(spec(yaml));
    return copy;
  }

  private static String id(String region, AmiCopyStatus status) {
    return regionEntry(status, region).imageId();
  }

  private Image image(String region, AmiCopyStatus status) {
    return SimulatedAws.administrator(clients, region)
        .describeImages(r -> r.imageIds(id(region, status)))
        .images()
        .getFirst();
  }

  private List<String> sharedWith(String region, AmiCopyStatus status) {
    return SimulatedAws.administrator(clients, region)
        .describeImageAttribute(r -> r.imageId(id(region, status)).attribute("launchPermission"))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }
}
