package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusBuilder;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.CopyGrant;
import dev.amioperator.api.v1alpha1.CopyGrantBuilder;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grants in a status that a user edited, and grants that an AmiCopy leaves. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyForgedGrantsQuarkusTest extends AccountsTestBase {
  private static final String STRANGER = "777788889999";

  @Test
  void amiImageIgnoresForgedGrant() {
    String other = "555566667777";
    AmiImage image =
        create(
            Manifests.image(
                "forged-keep",
                """
                region: eu-west-1
                source: {instance: {instanceId: %s, noReboot: true}}
                launchPermissions: {accountIds: []}
                """
                    .formatted(seeds.instance(InstanceSeed.small()))));
    AmiCopy copy = copyOf("forged-keep", to("prod", HOME));
    copy.setSpec(withSuspend(copy.getSpec(), true));
    apply(copy);
    awaitStatus("forged-keep", s -> readyReason(s).equals("Suspended"));
    forge("forged-keep", grant(image, STRANGER), grant(image, PROD));
    shareByOthers(image, STRANGER);
    shareByOthers(image, PROD);
    shareByOthers(image, other);

    kubernetes
        .resource(image)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"description\":\"again\"}}");

    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> Set.copyOf(launchPermissions(imageId(image))).equals(Set.of(PROD)));
    annotateAbandon("forged-keep");
    delete("forged-keep");
  }

  @Test
  void amiCopyRevokesNothingOfForgedGrant() {
    AmiImage image = createImage("forged-revoke");
    shareByOthers(image, STRANGER);
    apply(copyOf("forged-revoke", to("prod", HOME)));
    awaitStatus("forged-revoke", s -> s.ready() && s.grants() == null);

    forge("forged-revoke", grant(image, STRANGER));

    AmiCopyStatus status = awaitStatus("forged-revoke", s -> readyReason(s).equals("NotOwned"));
    assertThat(readyCondition(status).message())
        .contains("status.grants", STRANGER, imageId(image), "no AwsAccount");
    assertThat(launchPermissions(imageId(image))).containsExactly(STRANGER);
    annotateAbandon("forged-revoke");
    delete("forged-revoke");
    assertThat(launchPermissions(imageId(image))).containsExactly(STRANGER);
  }

  @Test
  void saysWhatAbandonedCopyLeaves() {
    AmiImage image = createImage("left-open");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("left-open", to("prod", HOME)));
    awaitStatus("left-open", s -> s.grants() != null && readyReason(s).equals("Denied"));

    annotateAbandon("left-open");
    delete("left-open");

    assertThat(launchPermissions(imageId(image))).containsExactly(PROD);
    assertThat(notes("left-open"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("Abandoned")
                    .contains(PROD, "launchPermission of " + imageId(image), Ec2Fixtures.ACCOUNT));
  }

  /** KMS deleted the key, and its grants with it. */
  @Test
  void endsWithKeyThatIsGone() {
    AmiImage image = createEncryptedImage("key-gone");
    cloud.denials().add(Denial.of("ec2:CopyImage"));
    apply(copyOf("key-gone", to("prod", HOME)));
    awaitStatus("key-gone", s -> s.grants() != null && readyReason(s).equals("Denied"));
    for (String action : List.of("DescribeKey", "ListGrants", "RevokeGrant")) {
      cloud
          .faults()
          .add(
              Rule.forAction(
                  action, new Effect.Refuse("NotFoundException", "Key does not exist", 400)));
    }

    delete("key-gone");

    assertNothingShared(imageId(image));
  }

  private void shareByOthers(AmiImage image, String accountId) {
    SimulatedAws.administrator(clients, HOME)
        .modifyImageAttribute(
            r ->
                r.imageId(imageId(image))
                    .launchPermission(p -> p.add(add -> add.userId(accountId))));
  }

  private CopyGrant grant(AmiImage image, String accountId) {
    return CopyGrantBuilder.builder()
        .accountId(accountId)
        .imageRef(image.getMetadata().getName())
        .sourceAccount("default")
        .sourceAccountId(Ec2Fixtures.ACCOUNT)
        .region(HOME)
        .imageId(imageId(image))
        .launchPermission(true)
        .build();
  }

  private void forge(String name, CopyGrant... grants) {
    resource(name)
        .editStatus(
            copy -> {
              copy.setStatus(
                  AmiCopyStatusBuilder.builder(copy.getStatus()).grants(List.of(grants)).build());
              return copy;
            });
  }

  private void annotateAbandon(String name) {
    resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"amioperator.dev/abandon\":\"true\"}}}");
  }

  private List<String> notes(String name) {
    return kubernetes
        .events()
        .v1()
        .events()
        .inNamespace(Manifests.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(Event::getNote)
        .toList();
  }
}
