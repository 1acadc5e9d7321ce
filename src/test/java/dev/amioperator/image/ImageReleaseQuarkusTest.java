package dev.amioperator.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.state.Timing;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * AmiImages that release their images, and the same objects applied again, in cases that users of
 * other tools reported: an object cannot leave without its credentials
 * (kubernetes-sigs/cluster-api-provider-aws#2606) or while the provider does not answer
 * (hashicorp/terraform#35436), a deletion that is refused cannot be called back
 * (aws-controllers-k8s/community#2003), a recreated object finds nothing of its own
 * (aws-controllers-k8s/community#2762, crossplane-contrib/provider-gitlab#188), and what was
 * created a moment before the deletion is lost (kubernetes-sigs/cluster-api-provider-aws#1454).
 */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class ImageReleaseQuarkusTest extends BuildTestBase {
  @AfterEach
  void resetCloud() {
    cloud.faults().clear();
    cloud.timing(timing -> Timing.DEFAULT);
  }

  /** With any other policy the protection, or the unanswered check of use, holds the object. */
  @Test
  void releasesProtectedImageDuringOutage() {
    apply(
        released(
            "outage",
            """
            deregistrationProtection: {enabled: true, cooldown: true}
            launchPermissions: {accountIds: ["%s"]}
            """
                .formatted(Manifests.FRIEND)));
    AmiImageStatus made = awaitReady("outage");
    List<Tag> tags = imageNamed("outage").tags();
    long before = cloud.journal().lastSequence();
    cloud.faults().outage(Manifests.HOME);

    delete("outage");

    cloud.faults().clear();
    assertThat(imageNamed("outage").imageId()).isEqualTo(made.imageId());
    assertThat(imageNamed("outage").tags()).hasSameElementsAs(tags).isNotEmpty();
    assertThat(launchPermissions(made.imageId())).containsExactly(Manifests.FRIEND);
    assertThat(writes(before)).isEmpty();
    // Twice, if the cleanup runs again before the informer cache misses the object.
    assertThat(cluster.events("outage", Reason.Released.name()))
        .isNotEmpty()
        .allMatch(note -> note.startsWith(made.imageId() + " stays in EC2"));
  }

  /** The credentials of its AwsAccount belong to another account now. */
  @Test
  void releasesImageOfUnreachableAccount() {
    apply(released("moved", "suspend: false"));
    awaitReady("moved");
    cluster
        .resource("moved")
        .editStatus(
            image -> {
              image.setStatus(
                  Manifests.read(
                      Manifests.json(image.getStatus())
                          .replace(Ec2Fixtures.ACCOUNT, "999999999999"),
                      AmiImageStatus.class));
              return image;
            });
    awaitStatus("moved", s -> readyCondition(s).reason().equals("AccountNotReady"));

    delete("moved");

    assertThat(imagesNamed("images/moved")).hasSize(1);
  }

  /** Another policy is the way out of a deletion that waits. */
  @Test
  void releasesImageThatWasToBeDeleted() {
    apply(released("regretted", "deregistrationProtection: {enabled: true, cooldown: true}"));
    String imageId = awaitReady("regretted").imageId();
    edit("regretted", "deletionPolicy", "Delete");
    cluster.resource("regretted").delete();
    awaitStatus("regretted", s -> readyCondition(s).reason().equals("Protected"));

    edit("regretted", "deletionPolicy", "Release");
    await().atMost(Duration.ofSeconds(40)).until(() -> cluster.resource("regretted").get() == null);

    assertThat(imageNamed("regretted").imageId()).isEqualTo(imageId);
  }

  /** Everything is deleted at once, as with a foreground deletion (crossplane/crossplane#4661). */
  @Test
  void releasesImageOfAwsAccountThatIsDeletedToo() {
    Manifests.apply(kubernetes, Manifests.account("leaving"));
    apply(released("companion", "accountRef: leaving"));
    awaitReady("companion");
    var account = kubernetes.resources(AwsAccount.class).withName("leaving");
    account.delete();

    delete("companion");

    await().atMost(Duration.ofMinutes(1)).until(() -> account.get() == null);
    assertThat(imagesNamed("images/companion")).hasSize(1);
  }

  /** It writes nothing to EC2, so that it need not wait. */
  @Test
  void releasesImageOfSuspendedObject() {
    apply(released("paused", "suspend: false"));
    awaitReady("paused");
    cluster
        .resource("paused")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    awaitStatus("paused", s -> readyCondition(s).reason().equals("Suspended"));

    delete("paused");

    assertThat(imagesNamed("images/paused")).hasSize(1);
  }

  @Test
  void adoptsReleasedImageWithChangedSpec() {
    AmiImage image = released("again", "tags: {family: web, stage: test}");
    apply(image);
    AmiImageStatus made = awaitReady("again");
    delete("again");
    image.setSpec(
        Manifests.read(
            Manifests.json(image.getSpec())
                .replace("\"stage\":\"test\"", "\"stage\":\"live\"")
                .replaceFirst("\\{", "{\"description\":\"adopted again\","),
            AmiImageSpec.class));

    apply(image);

    AmiImageStatus adopted = awaitReady("again");
    assertThat(adopted.imageId()).isEqualTo(made.imageId());
    assertThat(adopted.snapshots()).isEqualTo(made.snapshots());
    assertThat(imageNamed("again").description()).isEqualTo("adopted again");
    assertThat(imageNamed("again").tags())
        .contains(Tag.builder().key("stage").value("live").build());
    assertThat(creationsOf("again")).hasSize(1);
  }

  /** Whatever the first object still did in EC2, the second one finds. */
  @Test
  void adoptsImageReleasedWhilePending() {
    cloud.timing(timing -> timing.withOverhead(Duration.ofHours(2)));
    cloud.faults().loseAnswer("CreateImage", 1);
    AmiImage image = released("slow", "tags: {family: web}");
    apply(image);
    await().until(() -> !imagesNamed("images/slow").isEmpty());
    delete("slow");

    apply(image);

    awaitStatus("slow", s -> readyCondition(s).reason().equals("ImagePending"));
    cloud.clock().step(Duration.ofHours(3));
    assertThat(awaitReady("slow").imageId()).isEqualTo(imageNamed("slow").imageId());
    assertThat(creationsOf("slow")).hasSize(1);
  }

  /** The name alone proves nothing. */
  @ParameterizedTest
  @CsvSource({
    "cluster, amioperator.dev/cluster, another-cluster",
    "object, amioperator.dev/resource, AmiImage/images/another"
  })
  void leavesReleasedImageThatAnotherOwnerTook(String name, String key, String value) {
    AmiImage image = released("taken-by-" + name, "tags: {family: web}");
    apply(image);
    String imageId = awaitReady("taken-by-" + name).imageId();
    delete("taken-by-" + name);
    ec2.createTags(r -> r.resources(imageId).tags(t -> t.key(key).value(value)));
    // What was read before is recent enough for a new object otherwise.
    cloud.clock().step(Duration.ofHours(1));

    apply(image);

    AmiImageStatus stalled = cluster.awaitStalled("taken-by-" + name);
    assertThat(readyCondition(stalled).reason()).isEqualTo("NameTaken");
    assertThat(readyCondition(stalled).message()).contains(imageId);
  }

  @Test
  void adoptsNoImageOfAnotherSource() {
    apply(released("changed", "tags: {family: web}"));
    String imageId = awaitReady("changed").imageId();
    delete("changed");

    apply(released("changed", "tags: {family: web}"));

    AmiImageStatus stalled = cluster.awaitStalled("changed");
    assertThat(readyCondition(stalled).reason()).isEqualTo("SourceMismatch");
    assertThat(readyCondition(stalled).message()).contains(imageId);
    delete("changed");
    assertThat(imageNamed("changed").imageId()).isEqualTo(imageId);
  }

  /** Release is no reason to leave an instance that costs money. */
  @Test
  void terminatesBuildInstanceOfReleasedObject() {
    applyBuild("built", "echo waiting\n", "");
    awaitStatus("built", s -> s.build() != null && s.build().instanceId() != null);
    edit("built", "deletionPolicy", "Release");

    delete("built");

    assertThat(onlyBuildInstanceOf("built").state().name()).isEqualTo(InstanceStateName.TERMINATED);
  }

  private AmiImage released(String name, String more) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        deletionPolicy: Release
        source: {instance: {instanceId: %s, noReboot: true}}
        %s
        """
            .formatted(seeds.instance(InstanceSeed.small()), more));
  }

  private void edit(String name, String field, String value) {
    cluster
        .resource(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"%s\":\"%s\"}}".formatted(field, value));
  }

  private Image imageNamed(String name) {
    return cluster.imageOf(name);
  }

  private List<Journal.Entry> creationsOf(String name) {
    return calls("CreateImage").stream()
        .filter(call -> isFor(call, name) && call.error() == null)
        .toList();
  }

  /** The calls after this one that change something, those that failed included. */
  private List<Journal.Entry> writes(long after) {
    return cloud.journal().entriesAfter(after).stream()
        .filter(call -> !call.action().matches("(Describe|Get|List|Assume).*"))
        .toList();
  }
}
