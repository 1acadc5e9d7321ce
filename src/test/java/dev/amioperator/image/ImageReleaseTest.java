package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageSpec;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.deletion.FinalizerPlanner.Step;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.BuildInstance;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.InstanceAction;
import dev.amioperator.observer.BuildInstanceQueries;
import dev.amioperator.observer.FakeObserver;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.ownership.Owner;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Finalizer of an AmiImage whose deletion policy is Release. */
class ImageReleaseTest {
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final String INSTANCE =
      "source: {instance: {instanceId: i-0123456789abcdef0, noReboot: true}}";

  private static final String BUILD =
      """
      source: {build: {base: {imageId: ami-0000000000000000b}, instanceType: t3.small,
        timeout: 30m, userData: {configMapKeyRef: {name: web, key: script}}}}\
      """;

  private static final String BUILDING =
      "{accountId: '%s', imageName: web-42, build: {instanceId: i-1, launchedAt: '2026-07-01T00:00:00Z'}}";

  private final FakeObserver observer = new FakeObserver(NOW);

  @Test
  void leavesImageWithoutReadingEc2() {
    assertThat(leavesEverything(released(INSTANCE, "{imageId: ami-1, imageName: web-42}")))
        .isTrue();
    assertThat(leavesEverything(deleted("Retain", INSTANCE, "{imageId: ami-1}"))).isFalse();
  }

  /** Its call may have been made, and its image carries the object's tags. */
  @Test
  void leavesImageWhoseIdNeverArrived() {
    assertThat(leavesEverything(released(INSTANCE, "{imageName: web-42}"))).isTrue();
    assertThat(leavesEverything(released(INSTANCE, "{}"))).isTrue();
  }

  @Test
  void leavesBuiltImage() {
    AmiImage built = released(BUILD, "{imageId: ami-1, build: {imageId: ami-1, instanceId: i-1}}");

    assertThat(leavesEverything(built)).isTrue();
  }

  @Test
  void terminatesBuildInstanceFirst() {
    AmiImage building = released(BUILD, BUILDING.formatted(ACCOUNT));
    assertThat(leavesEverything(building)).isFalse();
    observer.answer(OwnedResourceQueries.byOwner(OWNER.resource()), OwnedResources.NONE);
    answerBuildInstance(building, BuildInstance.State.RUNNING);

    assertThat(((Step.Execute) next(building)).plan().actions())
        .containsExactly(new InstanceAction.TerminateInstances("i-1"));

    answerBuildInstance(building, BuildInstance.State.TERMINATED);
    assertThat(next(building)).isEqualTo(new Step.Done(List.of()));
  }

  /** EC2 may still read the volumes of the build instance. */
  @Test
  void keepsBuildInstanceWhileItsImageIsPending() {
    AmiImage building = released(BUILD, BUILDING.formatted(ACCOUNT));
    observer.answer(
        OwnedResourceQueries.byOwner(OWNER.resource()),
        new OwnedResources(
            List.of(image("ami-1", Image.State.PENDING, OWNER.tags(Owner.Role.IMAGE, "src"))),
            List.of()));

    assertThat(((Step.Execute) next(building)).plan().actions()).isEmpty();
  }

  @Test
  void reportsReleasedImage() {
    assertThat(ImageEvents.released(released(INSTANCE, "{imageId: ami-1}")))
        .hasValueSatisfying(
            event -> {
              assertThat(event.reason()).isEqualTo(Reason.Released);
              assertThat(event.message()).startsWith("ami-1 stays in EC2 with its tags");
            });
    assertThat(ImageEvents.released(released(INSTANCE, "{}"))).isEmpty();
    assertThat(ImageEvents.released(deleted("Delete", INSTANCE, "{imageId: ami-1}"))).isEmpty();
    assertThat(releasedBy("{existing: {imageId: ami-1}}")).isEmpty();
    assertThat(releasedBy("{existing: {imageId: ami-1, management: Adopt}}")).isPresent();
  }

  @Test
  void reportsNothingOfAbandonedObject() {
    AmiImage abandoned = released(INSTANCE, "{imageId: ami-1}");
    abandoned.getMetadata().setAnnotations(Map.of("amioperator.dev/abandon", "true"));

    assertThat(ImageEvents.released(abandoned)).isEmpty();
  }

  private static Optional<ObjectEvent> releasedBy(String source) {
    return ImageEvents.released(released("source: " + source, "{imageId: ami-1}"));
  }

  private void answerBuildInstance(AmiImage building, BuildInstance.State state) {
    observer.answer(
        BuildInstanceQueries.byOwner(OWNER.resource()),
        List.of(BuildFixtures.buildInstance(new ImageCase(building), "i-1", state)));
  }

  private static boolean leavesEverything(AmiImage resource) {
    return ImageFinalizer.leavesEverything(desired(resource), RecordedImage.of(resource));
  }

  private static DesiredImage desired(AmiImage resource) {
    return DesiredImage.of(resource, ImageFixtures.CLUSTER, ACCOUNT);
  }

  private Step next(AmiImage resource) {
    AccountRegion here = new AccountRegion("default", ACCOUNT, Manifests.HOME);
    return ImageFinalizer.next(
        new ObservationSession(
            observer, here, OWNER, new Freshness(NOW, NOW, false, Duration.ofHours(1))),
        resource,
        desired(resource),
        GRACE);
  }

  private static AmiImage released(String source, String status) {
    return deleted("Release", source, status);
  }

  private static AmiImage deleted(String policy, String source, String status) {
    AmiImage resource =
        ImageFixtures.resource(
            Manifests.read(
                "region: eu-west-1\ndeletionPolicy: %s\n%s".formatted(policy, source),
                AmiImageSpec.class),
            Manifests.read(status, AmiImageStatus.class));
    resource.getMetadata().setDeletionTimestamp(NOW.minus(GRACE).toString());
    return resource;
  }
}
