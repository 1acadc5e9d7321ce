package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Copies from the account of the source to other accounts. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyAccountsQuarkusTest extends AccountsTestBase {
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

    AmiCopyStatus status = awaitStatus("raw", AccountsTestBase::isStalled);

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
  void saysThatOrganizationDeniesCopies() {
    createImage("governed");
    cloud.denials().add(Denial.of("ec2:CopyImage").inRegion(VIRGINIA).byServiceControlPolicy());
    apply(copyOf("governed", to("prod", HOME), to("prod", VIRGINIA)));

    AmiCopyStatus status =
        awaitStatus(
            "governed",
            s ->
                readyReason(s).equals("DeniedByOrganization")
                    && readyCondition(s)
                        .message()
                        .startsWith("1 of 2 copies available; us-east-1"));

    assertThat(readyCondition(status).message()).contains("service control policy", "CopyImage");
    cloud.denials().clear();
    delete("governed");
  }

  @Test
  void saysThatGrantOnLostImageStays() {
    AmiImage image = createImage("lost-tags");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("lost-tags", to("prod", HOME)));
    awaitStatus("lost-tags", s -> s.grants() != null && readyReason(s).equals("Denied"));
    // Otherwise the AmiImage restores its tag.
    suspend(image);
    Tag owner = tag(image, TagKeys.RESOURCE);
    Ec2Client ec2 = SimulatedAws.administrator(clients, HOME);
    ec2.deleteTags(r -> r.resources(imageId(image)).tags(owner));

    resource("lost-tags").delete();
    AmiCopyStatus status = awaitStatus("lost-tags", s -> readyReason(s).equals("NotOwned"));

    assertThat(readyCondition(status).message())
        .contains(PROD, imageId(image), "AmiImage lost-tags", "ModifyImageAttribute");
    ec2.createTags(r -> r.resources(imageId(image)).tags(owner));
    awaitDeletion("lost-tags", Duration.ofSeconds(40));
    assertNothingShared(imageId(image));
  }

  @Test
  void saysThatGrantsOfKeyCannotBeRead() {
    AmiImage image = createEncryptedImage("unreadable");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("unreadable", to("prod", HOME)));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> launchPermissions(imageId(image)).contains(PROD));
    cloud.denials().add(Denial.of("kms:ListGrants"));

    resource("unreadable").delete();
    AmiCopyStatus status =
        awaitStatus("unreadable", s -> readyCondition(s).message().contains("kms:RevokeGrant"));

    assertThat(readyCondition(status).message()).contains(keyOf(imageId(image)), PROD);
    assertNothingShared(imageId(image));
    cloud.denials().clear();
    awaitDeletion("unreadable", Duration.ofSeconds(40));
    assertThat(keyGrants(imageId(image))).isEmpty();
  }

  private void suspend(AmiImage image) {
    kubernetes
        .resource(image)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> status(image).filter(s -> s.observedGeneration() == 2).isPresent());
  }

  private Tag tag(AmiImage image, String key) {
    return Tag.builder().key(key).value(tags(HOME, imageId(image)).get(key)).build();
  }
}
