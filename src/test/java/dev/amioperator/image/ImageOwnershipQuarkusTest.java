package dev.amioperator.image;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Interceptor;
import dev.amioperator.simulator.SnapshotSeed;
import dev.amioperator.testing.BeforeNextCall;
import dev.amioperator.testing.Ec2Tags;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Images, snapshots and instances of other clusters, namespaces and AwsAccounts are left alone. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(ImageOwnershipQuarkusTest.SeparateCloudProfile.class)
class ImageOwnershipQuarkusTest extends BuildTestBase {
  /** A cloud of its own, with an interceptor. */
  public static class SeparateCloudProfile extends MockServerProfile {}

  private static final String HERE = "mock";
  private static final String ELSEWHERE = "elsewhere";
  private static final String OTHER_NAMESPACE = "shop";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @BeforeEach
  void applyTwinAccount() {
    Manifests.apply(kubernetes, Manifests.account("twin"));
  }

  @AfterEach
  void removeInterceptor() {
    cloud.interceptor(new Interceptor() {});
  }

  @ParameterizedTest
  @CsvSource({
    "other-cluster, elsewhere, AmiImage/images/other-cluster",
    "other-namespace, mock, AmiImage/shop/other-namespace",
    "other-kind, mock, AmiCopy/shop/other-kind",
    "other-object, mock, AmiImage/images/neighbour"
  })
  void adoptsNoImageOfOthers(String name, String clusterId, String resource) {
    String imageId = seedImage(name + "-image", clusterId, resource);
    for (String account : List.of("default", "twin")) {
      String object = name + "-" + account;
      apply(adopting(object, account, imageId));
      var condition = readyCondition(awaitStatus(object, ImageTestBase::isStalled));
      assertThat(condition.reason()).isEqualTo("NotOwned");
      assertThat(condition.message()).doesNotContain("shop");
      delete(object);
    }

    assertUntouched(imageId, clusterId, resource);
  }

  @Test
  void adoptsNoImageOfObjectUnderTwinAccount() {
    apply(Manifests.fromInstance("first", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("first").imageId();

    apply(adopting("second", "twin", imageId));
    var condition = readyCondition(awaitStatus("second", ImageTestBase::isStalled));
    assertThat(condition.message()).contains("belongs to AmiImage first in this namespace");
    delete("second");

    assertUntouched(imageId, HERE, "AmiImage/images/first");
  }

  @Test
  void createsNoImageUnderNameInOtherNamespace() {
    apply(named("holder", NAMESPACE, "default"));
    String imageId = awaitReady("holder").imageId();
    for (String account : List.of("default", "twin")) {
      AmiImage late = named("late-" + account, OTHER_NAMESPACE, account);
      var resource = kubernetes.resource(late);
      resource.create();
      await()
          .atMost(PATIENCE)
          .until(
              () -> Optional.ofNullable(resource.get().getStatus()),
              status -> status.filter(ImageTestBase::isStalled).isPresent());
      var condition = readyCondition(resource.get().getStatus());
      assertThat(condition.reason()).isEqualTo("NameTaken");
      assertThat(condition.message()).contains("an object in another namespace");
      resource.delete();
      await().atMost(PATIENCE).until(() -> resource.get() == null);
    }

    assertUntouched(imageId, HERE, "AmiImage/images/holder");
  }

  @Test
  void leavesImageOfObjectWithSameNameInOtherCluster() {
    String imageId = seedImage("images/same", ELSEWHERE, "AmiImage/images/same");
    apply(Manifests.fromInstance("same", seeds.instance(InstanceSeed.small())));
    assertThat(readyCondition(awaitStatus("same", ImageTestBase::isStalled)).reason())
        .isEqualTo("NameTaken");
    delete("same");

    assertUntouched(imageId, ELSEWHERE, "AmiImage/images/same");
  }

  /** A build here ends with its own instance, and garbage collection finds none of its own. */
  @Test
  void leavesBuildInstancesOfOtherClusters() {
    String sameObject = runBuilder(ELSEWHERE, "AmiImage/images/built");
    String goneObject = runBuilder(ELSEWHERE, "AmiImage/images/gone");
    String orphan = runBuilder(HERE, "AmiImage/images/gone");
    applyBuild("built", DONE, "");
    awaitReady("built");
    delete("built");

    apply(Manifests.existing("anchor", seeds.image(ImageSeed.named("anchor"))));
    awaitReady("anchor");
    await().atMost(PATIENCE).until(() -> stateOf(orphan) == InstanceStateName.TERMINATED);
    assertThat(stateOf(sameObject)).isEqualTo(InstanceStateName.RUNNING);
    assertThat(stateOf(goneObject)).isEqualTo(InstanceStateName.RUNNING);
    delete("anchor");
  }

  /** Both AwsAccounts of the account collect garbage of the cluster, and of no other. */
  @Test
  void leavesReleasedSnapshotsOfOtherClusters() {
    String others = releasedSnapshot("snap-0000000000000e15e", ELSEWHERE);
    String own = releasedSnapshot("snap-00000000000000aaa", HERE);
    String anchor = seeds.image(ImageSeed.named("anchor-of-snapshots"));
    apply(adopting("anchor-a", "default", anchor));
    apply(adopting("anchor-b", "twin", seeds.image(ImageSeed.named("anchor-of-twin"))));
    awaitReady("anchor-a");
    awaitReady("anchor-b");

    for (int searches = 0; searches < 3; searches++) {
      awaitGarbageCollection();
    }
    assertThat(snapshotIds()).doesNotContain(own);
    assertThat(snapshotIds()).contains(others);
    assertThat(calls("DeleteSnapshot"))
        .filteredOn(call -> call.parameters().contains(own))
        .hasSize(1);
    delete("anchor-a");
    delete("anchor-b");
  }

  /** Another object took the image after it was planned to be shared. */
  @Test
  void sharesNoImageThatChangedOwner() {
    BeforeNextCall taken = giveAwayBefore("DescribeImageAttribute", "images/shared");
    apply(
        Manifests.image(
            "shared",
            """
            region: eu-west-1
            source: {instance: {instanceId: %s, noReboot: true}}
            launchPermissions: {accountIds: ['%s']}
            """
                .formatted(seeds.instance(InstanceSeed.small()), Manifests.FRIEND)));

    awaitStatus("shared", status -> readyCondition(status).reason().equals("NotOwned"));

    assertThat(taken.happened()).isTrue();
    assertThat(launchPermissions(imagesNamed("images/shared").getFirst().imageId())).isEmpty();
  }

  /** Another cluster took the image after the last proof that it is unused. */
  @Test
  void deregistersNoImageThatChangedOwner() {
    apply(Manifests.fromInstance("deleted", seeds.instance(InstanceSeed.small())));
    String imageId = awaitReady("deleted").imageId();
    BeforeNextCall taken = giveAwayBefore("DescribeImageReferences", "images/deleted");
    cluster.resource("deleted").delete();

    awaitStatus("deleted", status -> readyCondition(status).reason().equals("NotOwned"));

    assertThat(taken.happened()).isTrue();
    assertUntouched(imageId, ELSEWHERE, "AmiImage/images/deleted");
  }

  /** A status that names another's image gives no right to it. */
  @Test
  void tagsNoImageThatForgedStatusNames() {
    apply(Manifests.fromInstance("forged", seeds.instance(InstanceSeed.small())));
    awaitReady("forged");
    String own = imagesNamed("images/forged").getFirst().imageId();
    String foreign = seeds.image(ImageSeed.named("payroll"));
    ec2.deregisterImage(r -> r.imageId(own));
    long before = cloud.journal().lastSequence();
    kubernetes
        .resources(AmiImage.class)
        .inNamespace(NAMESPACE)
        .withName("forged")
        .editStatus(
            image -> {
              image.setStatus(
                  Manifests.read(
                      Manifests.json(image.getStatus()).replace(own, foreign),
                      AmiImageStatus.class));
              return image;
            });

    awaitStatus("forged", status -> readyCondition(status).message().contains("status.imageId is"));
    assertThat(calls("CreateTags"))
        .filteredOn(call -> call.sequence() > before)
        .noneMatch(call -> call.parameters().contains(foreign));
    kubernetes
        .resources(AmiImage.class)
        .inNamespace(NAMESPACE)
        .withName("forged")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
    delete("forged");
    assertThat(ec2.describeImages(r -> r.imageIds(foreign)).images().getFirst().tags()).isEmpty();
  }

  private BeforeNextCall giveAwayBefore(String action, String imageName) {
    BeforeNextCall change =
        new BeforeNextCall(
            action,
            () -> {
              Image image = imagesNamed(imageName).getFirst();
              Ec2Tags.add(ec2, Map.of(TagKeys.CLUSTER, ELSEWHERE), image.imageId());
            });
    cloud.interceptor(change);
    return change;
  }

  private void assertUntouched(String imageId, String clusterId, String resource) {
    Image image = ec2.describeImages(r -> r.imageIds(imageId)).images().getFirst();
    assertThat(image.tags())
        .contains(
            Tag.builder().key(TagKeys.CLUSTER).value(clusterId).build(),
            Tag.builder().key(TagKeys.RESOURCE).value(resource).build());
    assertThat(snapshotIds()).contains(image.blockDeviceMappings().getFirst().ebs().snapshotId());
  }

  private String seedImage(String name, String clusterId, String resource) {
    return seeds.image(
        ImageSeed.named(name)
            .tagged(TagKeys.CLUSTER, clusterId)
            .tagged(TagKeys.RESOURCE, resource)
            .snapshotsTagged(TagKeys.CLUSTER, clusterId)
            .snapshotsTagged(TagKeys.RESOURCE, resource));
  }

  /** Another step of the clock would make the reads too old for a decision. */
  private void awaitGarbageCollection() {
    cloud.clock().step(Duration.ofMinutes(20));
    Instant decided = cloud.clock().instant().plus(Duration.ofMinutes(6));
    await().atMost(PATIENCE).until(() -> cloud.clock().instant().isAfter(decided));
  }

  private String releasedSnapshot(String id, String clusterId) {
    return seeds.snapshot(
        SnapshotSeed.of(8)
            .withId(id)
            .tagged(TagKeys.CLUSTER, clusterId)
            .tagged(TagKeys.RESOURCE, "AmiImage/images/gone")
            .tagged(TagKeys.RELEASED, id + " 2026-01-01T00:00:00Z"));
  }

  private static AmiImage adopting(String name, String account, String imageId) {
    return Manifests.image(
        name,
        """
        region: eu-west-1
        accountRef: %s
        deletionPolicy: Retain
        source: {existing: {imageId: %s, management: Adopt}}
        """
            .formatted(account, imageId));
  }

  private AmiImage named(String name, String namespace, String account) {
    AmiImage image =
        Manifests.image(
            name,
            """
            region: eu-west-1
            accountRef: %s
            imageName: contested
            source: {instance: {instanceId: %s, noReboot: true}}
            """
                .formatted(account, seeds.instance(InstanceSeed.small())));
    image.getMetadata().setNamespace(namespace);
    return image;
  }

  private String runBuilder(String clusterId, String resource) {
    String build = Owner.hash(clusterId + resource);
    String base = seeds.image(ImageSeed.named("base-" + clusterId + resource));
    String id =
        ec2.runInstances(r -> r.imageId(base).minCount(1).maxCount(1).clientToken(build))
            .instances()
            .getFirst()
            .instanceId();
    Ec2Tags.add(
        ec2,
        Map.of(
            TagKeys.CLUSTER, clusterId,
            TagKeys.RESOURCE, resource,
            TagKeys.ROLE, TagKeys.BUILD_INSTANCE,
            TagKeys.BUILD, build),
        id);
    return id;
  }

  private InstanceStateName stateOf(String instanceId) {
    return ec2
        .describeInstances(r -> r.instanceIds(instanceId))
        .reservations()
        .getFirst()
        .instances()
        .stream()
        .map((Instance instance) -> instance.state().name())
        .findFirst()
        .orElseThrow();
  }

  private List<String> snapshotIds() {
    return ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().stream()
        .map(snapshot -> snapshot.snapshotId())
        .toList();
  }
}
