package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.VolumeSeed;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** Permissions on encrypted source images, which are recorded, given and revoked. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyGrantsQuarkusTest extends AccountsTestBase {
  private static final List<String> GRANTING =
      List.of("CreateGrant", "ModifySnapshotAttribute", "ModifyImageAttribute", "RevokeGrant");

  @Test
  void grantsKeyWhileCopying() {
    AmiImage image = createEncryptedImage("encrypted");
    apply(copyOf("encrypted", to("prod", HOME)));

    awaitStatus("encrypted", s -> s.ready() && s.grants() == null);

    String key = keyOf(imageId(image));
    assertThat(calls("CreateGrant", key)).isEqualTo(1);
    assertThat(calls("RevokeGrant", key)).isEqualTo(1);
    assertNothingShared(imageId(image));
    delete("encrypted");
  }

  /** A copy that begins earlier fails: see CrossAccountCopyCases. */
  @Test
  void copiesOnceKmsAppliesGrant() {
    cloud.timing(timing -> timing.withGrants(Duration.ofMinutes(5)));
    createEncryptedImage("patient");
    apply(copyOf("patient", to("prod", HOME), to("prod", VIRGINIA)));

    AmiCopyStatus status = awaitStatus("patient", s -> s.ready() && s.grants() == null);

    assertThat(status.copies()).isEqualTo("2/2");
    assertThat(status.regions()).allMatch(entry -> entry.previousImageId() == null);
    assertThat(calls("CopyImage", "patient")).isEqualTo(2);
    delete("patient");
  }

  /** The owner of an image gave the grant a moment ago, and nothing changes any more. */
  @Test
  void copiesAgainIfGrantOfOthersWasTooNew() {
    cloud.timing(timing -> timing.withGrants(Duration.ofMinutes(5)));
    String key = seeds.kmsKey("alias/raw-key");
    String source =
        seeds.image(
            ImageSeed.named("raw-key")
                .withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key)));
    share(source);
    kms()
        .createGrant(
            r ->
                r.keyId(key)
                    .granteePrincipal("arn:aws:iam::" + PROD + ":root")
                    .operationsWithStrings(KmsAction.CreateGrant.OPERATIONS_OF_COPIES));
    AmiCopy copy = Manifests.copyOf("raw-key", source, HOME);
    copy.setSpec(
        AmiCopySpecBuilder.builder(copy.getSpec()).destinations(List.of(to("prod", HOME))).build());
    apply(copy);

    awaitStatus("raw-key", s -> readyReason(s).equals("ImageFailed"));
    AmiCopyStatus status = awaitReady("raw-key");

    assertThat(onlyRegion(status).previousImageId()).isNotNull();
    delete("raw-key");
  }

  /** A crash loses what AWS answered as well: status.grants was written before the call. */
  @Test
  void revokesEverythingDespiteLostAnswers() {
    AmiImage image = createEncryptedImage("faulty");
    giveByOthers(image);
    for (String action : GRANTING) {
      cloud.faults().loseAnswer(action, 1);
      cloud.faults().refuse(action, "InternalError", 1);
      cloud.faults().loseAnswer(action, 1);
    }
    apply(copyOf("faulty", to("prod", HOME)));

    awaitStatus("faulty", s -> s.ready() && s.grants() == null);

    assertGivenByOthersOnly(image);
    delete("faulty");
  }

  @Test
  void revokesGrantsOfCopyDeletedBetweenCalls() {
    for (String action : GRANTING.subList(0, 3)) {
      String name = "halfway-" + action.toLowerCase(Locale.ROOT);
      AmiImage image = createEncryptedImage(name);
      giveByOthers(image);
      String refusal =
          cloud
              .faults()
              .add(
                  Rule.forAction(
                      "CopyImage", new Effect.Refuse("InternalError", "Injected fault.", 500)));
      cloud.faults().loseAnswer(action, 1);
      long before = calls(action, PROD);
      apply(copyOf(name, to("prod", HOME)));
      awaitStatus(name, s -> s.grants() != null);
      await().alias(name).atMost(Duration.ofSeconds(40)).until(() -> calls(action, PROD) > before);

      delete(name);

      assertGivenByOthersOnly(image);
      cloud.faults().remove(refusal);
    }
  }

  /** Permissions on an image and its key that the operator did not give. */
  private void giveByOthers(AmiImage image) {
    SimulatedAws.administrator(clients, HOME)
        .modifyImageAttribute(
            r ->
                r.imageId(imageId(image))
                    .launchPermission(p -> p.add(add -> add.userId("444455556666"))));
    kms()
        .createGrant(
            r ->
                r.keyId(keyOf(imageId(image)))
                    .name("by-others")
                    .granteePrincipal("arn:aws:iam::" + PROD + ":role/reader")
                    .operationsWithStrings("DescribeKey"));
  }

  private void assertGivenByOthersOnly(AmiImage image) {
    assertThat(launchPermissions(imageId(image))).containsExactly("444455556666");
    assertThat(volumePermissions(imageId(image))).isEmpty();
    assertThat(kms().listGrants(r -> r.keyId(keyOf(imageId(image)))).grants())
        .extracting(GrantListEntry::name)
        .containsOnlyOnce("by-others")
        .noneMatch(name -> name.startsWith("ami-operator/"));
  }
}
