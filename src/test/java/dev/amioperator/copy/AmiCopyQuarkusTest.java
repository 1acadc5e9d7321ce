package dev.amioperator.copy;

import static dev.amioperator.testing.Manifests.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.amioperator.api.v1alpha1.AmiCopy;
import dev.amioperator.api.v1alpha1.AmiCopySpec;
import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.SupersededCopy;
import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.Condition;
import dev.amioperator.api.v1alpha1.Condition.Type;
import dev.amioperator.ec2.aws.ClientSource;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.Examples;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MockServerProfile;
import dev.amioperator.testing.Scans;
import dev.amioperator.testing.SimulatedAws;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyQuarkusTest {
  private static final String HOME = "eu-west-1";
  private static final String LONDON = "eu-west-2";
  private static final String VIRGINIA = "us-east-1";
  private static final String OREGON = "us-west-2";

  @Inject KubernetesClient kubernetes;
  @Inject ClientSource clients;

  private SimulatedCloud cloud;
  private Seeds.Place seeds;

  @BeforeEach
  void account() {
    cloud = ((SimulatedAws) clients).cloud();
    seeds = cloud.seeds().in(Examples.ACCOUNT, HOME);
    kubernetes.resource(Manifests.account()).createOr(NonDeletingOperation::update);
  }

  @AfterEach
  void noFaults() {
    cloud.faults().clear();
  }

  @Test
  void anAmiImageIsCopiedToEveryRegionAndAllGoesWithTheObject() {
    kubernetes
        .resource(Manifests.fromInstance("base", seeds.instance(InstanceSeed.small())))
        .create();
    apply(Manifests.copyOfAmiImage("wide", "base", VIRGINIA, LONDON, OREGON));

    AmiCopyStatus status = ready("wide");

    assertThat(status.copies()).isEqualTo("3/3");
    assertThat(status.regions())
        .extracting(RegionStatus::region)
        .containsExactly(LONDON, VIRGINIA, OREGON);
    assertThat(status.regions())
        .allSatisfy(
            entry -> {
              assertThat(entry.state()).isEqualTo("available");
              assertThat(ids(entry.region(), "images/base")).containsExactly(entry.imageId());
            });

    delete("wide");
    assertNothingLeft(status);
    kubernetes.resources(AmiImage.class).inNamespace(NAMESPACE).withName("base").delete();
  }

  @Test
  void aCopyWaitsForAnAmiImageThatIsAppliedLater() {
    apply(Manifests.copyOfAmiImage("early", "late-base", VIRGINIA));
    assertThat(readyCondition(until("early", AmiCopyQuarkusTest::stalled)).reason())
        .isEqualTo("SourceNotFound");

    kubernetes
        .resource(Manifests.fromInstance("late-base", seeds.instance(InstanceSeed.small())))
        .create();

    assertThat(ready("early").copies()).isEqualTo("1/1");
  }

  @Test
  void anUnknownImageStalls() {
    apply(Manifests.copyOf("nothing", "ami-0000000000000dead", VIRGINIA));

    Condition ready = readyCondition(until("nothing", AmiCopyQuarkusTest::stalled));

    assertThat(ready.reason()).isEqualTo("SourceNotFound");
    assertThat(ready.message()).contains("ami-0000000000000dead");
    delete("nothing");
  }

  @Test
  void aLostAnswerToCopyImageLeavesOneCopy() {
    String source = seeds.image(ImageSeed.named("lost-answer"));
    cloud.faults().loseAnswer("CopyImage", 1);
    apply(Manifests.copyOf("lost-answer", source, VIRGINIA));

    AmiCopyStatus status = ready("lost-answer");

    assertThat(ids(VIRGINIA, "lost-answer")).containsExactly(only(status).imageId());
  }

  @Test
  void aLostStatusFindsTheCopyAgain() {
    String source = seeds.image(ImageSeed.named("amnesia"));
    apply(Manifests.copyOf("amnesia", source, VIRGINIA));
    String imageId = only(ready("amnesia")).imageId();

    resource("amnesia")
        .editStatus(
            copy -> {
              copy.setStatus(null);
              return copy;
            });

    assertThat(only(ready("amnesia")).imageId()).isEqualTo(imageId);
    assertThat(ids(VIRGINIA, "amnesia")).hasSize(1);
  }

  @Test
  void aRegionThatIsDownDoesNotStopTheOthers() {
    String source = seeds.image(ImageSeed.named("outage"));
    String outage = cloud.faults().outage(VIRGINIA);
    apply(Manifests.copyOf("outage", source, VIRGINIA, LONDON));

    AmiCopyStatus halfway =
        until("outage", s -> "1/2".equals(s.copies()) && reason(s).equals("Unreachable"));
    assertThat(readyCondition(halfway).message()).contains("1 of 2", VIRGINIA);

    cloud.faults().remove(outage);
    assertThat(ready("outage").copies()).isEqualTo("2/2");
  }

  @Test
  void anotherSourceMakesANewCopyBeforeTheOldOneIsSuperseded() {
    String first = seeds.image(ImageSeed.named("release"));
    String second = seeds.image(ImageSeed.named("release-2"));
    apply(Manifests.copyOf("release", first, VIRGINIA));
    String old = only(ready("release")).imageId();

    edit("release", spec -> withSource(spec, second));
    AmiCopyStatus status = until("release", s -> s.ready() && second.equals(s.sourceImageId()));

    assertThat(only(status).imageId()).isNotEqualTo(old);
    assertThat(only(status).superseded()).extracting(SupersededCopy::imageId).containsExactly(old);
    assertThat(tags(VIRGINIA, old)).containsEntry("amioperator.dev/role", "superseded");

    delete("release");
    assertNothingLeft(status);
  }

  @Test
  void aRegionThatIsNotWantedAnyMoreIsClearedAndTheOthersStay() {
    String source = seeds.image(ImageSeed.named("shrinking"));
    apply(Manifests.copyOf("shrinking", source, VIRGINIA, LONDON));
    AmiCopyStatus both = ready("shrinking");

    edit("shrinking", spec -> withRegions(spec, LONDON));
    AmiCopyStatus one = until("shrinking", s -> s.ready() && s.regions().size() == 1);

    assertThat(only(one).region()).isEqualTo(LONDON);
    assertThat(ids(VIRGINIA, "shrinking")).isEmpty();
    assertThat(ids(LONDON, "shrinking")).hasSize(1);
    assertThat(cloud.journal().left())
        .doesNotContainAnyElementsOf(snapshotIds(entry(both, VIRGINIA)));
  }

  @Test
  void aFailedCopyStallsWithEc2sReasonAndIsTriedAgain() {
    String source = seeds.image(ImageSeed.named("failing"));
    cloud.faults().failLater("CopyImage", "the KMS key is disabled", 1);
    apply(Manifests.copyOf("failing", source, VIRGINIA));

    AmiCopyStatus failed = until("failing", AmiCopyQuarkusTest::stalled);
    assertThat(reason(failed)).isEqualTo("ImageFailed");
    assertThat(readyCondition(failed).message()).contains(VIRGINIA, "the KMS key is disabled");

    cloud.clock().step(Duration.ofMinutes(11));
    edit("failing", AmiCopyQuarkusTest::described);
    AmiCopyStatus status = ready("failing");

    assertThat(only(status).previousImageId()).isEqualTo(only(failed).imageId());
    assertThat(cloud.journal().left())
        .contains(only(status).imageId())
        .doesNotContain(only(failed).imageId())
        .doesNotContainAnyElementsOf(snapshotIds(only(failed)));
  }

  @Test
  void aCopyThatSomebodyDeregisteredIsMadeAgain() {
    String source = seeds.image(ImageSeed.named("vanished"));
    apply(Manifests.copyOf("vanished", source, VIRGINIA));
    String first = only(ready("vanished")).imageId();

    clients.ec2("default", VIRGINIA).deregisterImage(r -> r.imageId(first));
    AmiCopyStatus status = until("vanished", s -> s.ready() && !first.equals(only(s).imageId()));

    assertThat(only(status).previousImageId()).isEqualTo(first);
    delete("vanished");
    assertThat(cloud.journal().left()).doesNotContainAnyElementsOf(snapshotIds(only(status)));
  }

  @Test
  void anImageOfSomebodyElseUnderTheNameIsNotTouched() {
    String source = seeds.image(ImageSeed.named("taken"));
    String theirs = cloud.seeds().in(Examples.ACCOUNT, VIRGINIA).image(ImageSeed.named("taken"));
    apply(Manifests.copyOf("taken", source, VIRGINIA));

    AmiCopyStatus status = until("taken", AmiCopyQuarkusTest::stalled);

    assertThat(reason(status)).isEqualTo("NameTaken");
    assertThat(readyCondition(status).message()).contains(theirs);
    delete("taken");
    assertThat(ids(VIRGINIA, "taken")).containsExactly(theirs);
  }

  @Test
  void aCopyInUseIsNotDeregisteredAndTheConditionNamesTheUser() {
    String source = seeds.image(ImageSeed.named("used"));
    apply(Manifests.copyOf("used", source, VIRGINIA, LONDON));
    AmiCopyStatus both = ready("used");
    String user =
        cloud.seeds().in(Examples.ACCOUNT, VIRGINIA).instanceUsing(entry(both, VIRGINIA).imageId());

    resource("used").delete();
    AmiCopyStatus held = until("used", s -> reason(s).equals("InUse") && s.regions().size() == 1);

    assertThat(readyCondition(held).message()).contains(VIRGINIA, user);
    assertThat(ids(VIRGINIA, "used")).hasSize(1);
    assertThat(ids(LONDON, "used")).isEmpty();

    clients.ec2("default", VIRGINIA).terminateInstances(r -> r.instanceIds(user));
    gone("used", Duration.ofSeconds(90));
    assertThat(ids(VIRGINIA, "used")).isEmpty();
  }

  @Test
  void nothingIsWrittenWhileSuspended() {
    String source = seeds.image(ImageSeed.named("paused"));
    AmiCopy copy = Manifests.copyOf("paused", source, VIRGINIA);
    copy.setSpec(suspended(copy.getSpec(), true));
    apply(copy);

    until("paused", s -> reason(s).equals("Suspended"));
    assertThat(ids(VIRGINIA, "paused")).isEmpty();

    edit("paused", spec -> suspended(spec, false));
    assertThat(ready("paused").copies()).isEqualTo("1/1");
  }

  @Test
  void aReconcileWithNothingToDoMakesNoEc2CallOfItsOwn() {
    for (int i = 0; i < 5; i++) {
      String source = seeds.image(ImageSeed.named("idle-" + i));
      apply(Manifests.copyOf("idle-" + i, source, "eu-north-1"));
    }
    for (int i = 0; i < 5; i++) {
      ready("idle-" + i);
    }
    Scans.areAllThatIsAsked(cloud, "eu-north-1");
  }

  private void apply(AmiCopy copy) {
    kubernetes.resource(copy).create();
  }

  private Resource<AmiCopy> resource(String name) {
    return kubernetes.resources(AmiCopy.class).inNamespace(NAMESPACE).withName(name);
  }

  private void edit(String name, UnaryOperator<AmiCopySpec> change) {
    resource(name)
        .edit(
            copy -> {
              copy.setSpec(change.apply(copy.getSpec()));
              return copy;
            });
  }

  private void delete(String name) {
    resource(name).delete();
    gone(name, Duration.ofSeconds(40));
  }

  private void gone(String name, Duration atMost) {
    await().atMost(atMost).until(() -> resource(name).get() == null);
  }

  private AmiCopyStatus ready(String name) {
    return until(name, AmiCopyStatus::ready);
  }

  private AmiCopyStatus until(String name, Predicate<AmiCopyStatus> holds) {
    return await()
        .alias(name)
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> Optional.ofNullable(resource(name).get()).map(AmiCopy::getStatus),
            status -> status.filter(s -> s.conditions() != null).filter(holds).isPresent())
        .orElseThrow();
  }

  private static AmiCopySpec withSource(AmiCopySpec spec, String imageId) {
    return new AmiCopySpec(
        new AmiCopySpec.CopySource(null, null, HOME, imageId),
        spec.imageName(),
        spec.description(),
        spec.copySourceTags(),
        spec.tags(),
        spec.launchPermissions(),
        spec.destinations(),
        spec.deletionPolicy(),
        spec.deletionGuard(),
        spec.suspend());
  }

  /** Any edit of the spec wakes an object that waits for its slow rhythm. */
  private static AmiCopySpec described(AmiCopySpec spec) {
    return new AmiCopySpec(
        spec.source(),
        spec.imageName(),
        "second try",
        spec.copySourceTags(),
        spec.tags(),
        spec.launchPermissions(),
        spec.destinations(),
        spec.deletionPolicy(),
        spec.deletionGuard(),
        spec.suspend());
  }

  private static AmiCopySpec withRegions(AmiCopySpec spec, String region) {
    return new AmiCopySpec(
        spec.source(),
        spec.imageName(),
        spec.description(),
        spec.copySourceTags(),
        spec.tags(),
        spec.launchPermissions(),
        List.of(new AmiCopySpec.Destination(region)),
        spec.deletionPolicy(),
        spec.deletionGuard(),
        spec.suspend());
  }

  private static AmiCopySpec suspended(AmiCopySpec spec, boolean suspend) {
    return new AmiCopySpec(
        spec.source(),
        spec.imageName(),
        spec.description(),
        spec.copySourceTags(),
        spec.tags(),
        spec.launchPermissions(),
        spec.destinations(),
        spec.deletionPolicy(),
        spec.deletionGuard(),
        suspend);
  }

  private static RegionStatus only(AmiCopyStatus status) {
    assertThat(status.regions()).hasSize(1);
    return status.regions().getFirst();
  }

  private static RegionStatus entry(AmiCopyStatus status, String region) {
    return status.regions().stream()
        .filter(e -> e.region().equals(region))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> snapshotIds(RegionStatus entry) {
    return Entry.orEmpty(entry.snapshots()).stream().map(line -> line.snapshotId()).toList();
  }

  private static boolean stalled(AmiCopyStatus status) {
    return status.conditions().stream().anyMatch(c -> c.type() == Type.STALLED);
  }

  private static String reason(AmiCopyStatus status) {
    return readyCondition(status).reason();
  }

  private static Condition readyCondition(AmiCopyStatus status) {
    return status.conditions().stream()
        .filter(c -> c.type() == Type.READY)
        .findFirst()
        .orElseThrow();
  }

  private void assertNothingLeft(AmiCopyStatus status) {
    for (RegionStatus entry : status.regions()) {
      assertThat(cloud.journal().left())
          .doesNotContainAnyElementsOf(Entry.imageIds(entry))
          .doesNotContainAnyElementsOf(snapshotIds(entry));
    }
  }

  private List<String> ids(String region, String imageName) {
    return clients
        .ec2("default", region)
        .describeImages(r -> r.owners("self").filters(f -> f.name("name").values(imageName)))
        .images()
        .stream()
        .map(Image::imageId)
        .toList();
  }

  private Map<String, String> tags(String region, String imageId) {
    return clients
        .ec2("default", region)
        .describeImages(r -> r.imageIds(imageId))
        .images()
        .getFirst()
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }
}
