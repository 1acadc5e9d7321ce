package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.GrantName;
import dev.amioperator.ownership.Owner;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.VolumeSeed;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** Permissions on source images that several objects give or need. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopySharedGrantsQuarkusTest extends AccountsTestBase {
  @Test
  void keepsGrantsThatAnotherCopyNeeds() {
    AmiImage image = createEncryptedImage("common");
    String refusal =
        cloud
            .faults()
            .add(
                Rule.forAction(
                        "CopyImage", new Effect.Refuse("InternalError", "Injected fault.", 500))
                    .inRegion(VIRGINIA));
    apply(copyOf("common", to("prod", HOME)));
    apply(withName(copyOf("common", to("prod", VIRGINIA)), "common-too"));

    AmiCopyStatus ready = awaitStatus("common", s -> s.ready());
    assertThat(readyCondition(ready).message())
        .contains(
            "permission of account %s to copy %s is being revoked".formatted(PROD, imageId(image)));
    awaitStatus("common-too", s -> s.grants() != null);
    cloud.clock().step(Duration.ofHours(1));
    long reads = describes();
    await().atMost(Duration.ofSeconds(40)).until(() -> describes() > reads + 5);
    assertThat(launchPermissions(imageId(image))).containsExactly(PROD);
    assertThat(keyGrants(imageId(image))).isNotEmpty();

    cloud.faults().remove(refusal);
    awaitStatus("common-too", s -> s.ready() && s.grants() == null);
    awaitStatus("common", s -> s.ready() && s.grants() == null);
    assertNothingShared(imageId(image));
    assertThat(keyGrants(imageId(image))).isEmpty();
    assertThat(images(PROD, VIRGINIA)).hasSize(1);
    delete("common");
    delete("common-too");
  }

  /** Two images may have one key; an AmiCopy sees nothing of copies of another image. */
  @Test
  void grantsKeyThatCopyOfAnotherImageRevokes() {
    String key = seeds.kmsKey("alias/one-key");
    create(Manifests.fromInstance("one-key", seeds.instance(encryptedWith(key))));
    create(Manifests.fromInstance("one-key-too", seeds.instance(encryptedWith(key))));
    AmiCopy first = copyOf("one-key", to("prod", HOME));
    AmiCopy second = copyOf("one-key-too", to("prod", VIRGINIA));
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(first);
    awaitStatus("one-key", s -> s.grants() != null && readyReason(s).equals("Denied"));
    apply(second);
    awaitStatus("one-key-too", s -> s.grants() != null && readyReason(s).equals("Denied"));
    assertThat(grantNames(key))
        .containsExactlyInAnyOrder(grantName("one-key"), grantName("one-key-too"));

    delete("one-key");

    assertThat(grantNames(key)).containsExactly(grantName("one-key-too"));
    cloud.denials().clear();
    awaitStatus("one-key-too", s -> s.ready() && s.grants() == null);
    assertThat(grantNames(key)).isEmpty();
    delete("one-key-too");
  }

  private static InstanceSeed encryptedWith(String key) {
    return InstanceSeed.small().withVolumes(VolumeSeed.of("/dev/xvda", 8).encryptedWith(key));
  }

  private List<String> grantNames(String key) {
    return kms().listGrants(r -> r.keyId(key)).grants().stream()
        .map(GrantListEntry::name)
        .filter(GrantName::namesAny)
        .toList();
  }

  private static String grantName(String copy) {
    return GrantName.of(
        new Owner(new ClusterId("mock"), "AmiCopy/" + Manifests.NAMESPACE + "/" + copy));
  }

  @Test
  void deletesCopyOnceAnotherNeedsItsGrantsNoMore() {
    AmiImage image = createEncryptedImage("handed");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("handed", to("prod", HOME)));
    awaitStatus("handed", s -> s.grants() != null && readyReason(s).equals("Denied"));
    apply(withName(copyOf("handed", to("prod", VIRGINIA)), "handed-too"));
    awaitStatus("handed-too", s -> s.grants() != null && readyReason(s).equals("Denied"));

    resource("handed").delete();
    cloud.denials().clear();

    awaitStatus("handed-too", s -> s.ready() && s.grants() == null);
    awaitDeletion("handed", Duration.ofSeconds(40));
    assertNothingShared(imageId(image));
    assertThat(keyGrants(imageId(image))).isEmpty();
    delete("handed-too");
  }

  /** The AmiImage removes what its spec does not list, but for the AmiCopy's permission. */
  @Test
  void leavesGrantWhileAmiImageSetsItsPermissions() {
    String other = "444455556666";
    String intruder = "555566667777";
    allowSharingWith(PROD, other);
    AmiImage image =
        create(
            Manifests.image(
                "strict",
                """
                region: eu-west-1
                source: {instance: {instanceId: %s, noReboot: true}}
                launchPermissions: {accountIds: [], includeSnapshots: true}
                """
                    .formatted(seeds.instance(InstanceSeed.small()))));
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("strict", to("prod", HOME)));
    awaitStatus("strict", s -> s.grants() != null && readyReason(s).equals("Denied"));
    SimulatedAws.administrator(clients, HOME)
        .modifyImageAttribute(
            r ->
                r.imageId(imageId(image))
                    .launchPermission(p -> p.add(add -> add.userId(intruder))));

    kubernetes
        .resource(image)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"launchPermissions\":{\"accountIds\":[\"%s\"]}}}".formatted(other));
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> Set.copyOf(launchPermissions(imageId(image))).equals(Set.of(PROD, other)));
    assertThat(volumePermissions(imageId(image))).containsExactlyInAnyOrder(PROD, other);

    cloud.denials().clear();
    awaitStatus("strict", s -> s.ready() && s.grants() == null);
    assertThat(launchPermissions(imageId(image))).containsExactly(other);
    assertThat(volumePermissions(imageId(image))).containsExactly(other);
    delete("strict");
  }

  private void allowSharingWith(String... accountIds) {
    AwsAccount account = Manifests.account();
    AllowSpec allow =
        AllowSpecBuilder.builder(account.getSpec().allow()).shareWith(List.of(accountIds)).build();
    account.setSpec(AwsAccountSpecBuilder.builder(account.getSpec()).allow(allow).build());
    Manifests.apply(kubernetes, account);
  }

  private long describes() {
    return cloud.journal().counts().getOrDefault("DescribeImages", 0L).longValue();
  }
}
