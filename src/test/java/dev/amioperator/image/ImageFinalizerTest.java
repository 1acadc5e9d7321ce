package dev.amioperator.image;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.image;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.deletion.FinalizerPlanner.Step;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.observer.FakeObserver;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.OwnedResourceQueries;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.observer.Presence;
import dev.amioperator.observer.SnapshotQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Finalizer of an AmiImage under delayed visibility, lost responses and foreign tag changes. */
class ImageFinalizerTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Map<String, String> TAGS = OWNER.tags(Owner.Role.IMAGE, "src");

  /** Missing for the hours of a build, and in every later query. */
  private static final Presence<Image> LONG_MISSED =
      new Presence<>(Optional.empty(), Optional.of(NOW.minus(Duration.ofHours(3))), 9);

  private final FakeObserver observer =
      new FakeObserver(NOW)
          .answer(OwnedResourceQueries.byOwner(OWNER.resource()), OwnedResources.NONE)
          .answerAll(ImageQueries.byName(""), LONG_MISSED)
          .answerAll(ImageQueries.byId(""), LONG_MISSED)
          .answerAll(
              SnapshotQueries.byId(""),
              new Presence<>(Optional.empty(), LONG_MISSED.missedSince(), 9));

  @Test
  void concludesImageWasNeverCreated() {
    AmiImage resource = deleted("{accountId: '%s', imageName: web-42}", NOW.minus(GRACE));

    assertThat(next(resource)).isInstanceOf(Step.Done.class);
  }

  /** Earlier reads of EC2 could prove nothing. */
  @Test
  void readsAgainWhenAbsenceCanBeProven() {
    observer.answerAll(
        ImageQueries.byId(""),
        new Presence<>(Optional.empty(), Optional.of(NOW.minusSeconds(20)), 1));

    Plan plan = ((Step.Execute) next(withRecordedImage("ami-1"))).plan();

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState())
        .isInstanceOfSatisfying(
            ReadyState.Reconciling.class,
            waiting ->
                assertThat(waiting.requeueAfter()).isEqualTo(GRACE.minus(Duration.ofSeconds(20))));
  }

  /** The clock was set back by a month. */
  @Test
  void waitsNoLongerThanGracePeriod() {
    observer.answerAll(
        ImageQueries.byId(""),
        new Presence<>(Optional.empty(), Optional.of(NOW.plus(Duration.ofDays(30))), 1));

    assertThat(((Step.Execute) next(withRecordedImage("ami-1"))).plan().readyState())
        .isInstanceOfSatisfying(
            ReadyState.Reconciling.class,
            waiting -> assertThat(waiting.requeueAfter()).isEqualTo(GRACE));
  }

  @Test
  void keepsTrackOfImageWithOneLostTag() {
    for (String lost : List.of(TagKeys.RESOURCE, TagKeys.CLUSTER)) {
      Map<String, String> left = new HashMap<>(TAGS);
      left.remove(lost);
      assertThat(plan(left).readyState().reason()).as(lost).isEqualTo(Reason.NotOwned);
      assertThat(plan(left).readyState().message()).contains(lost);
      assertThat(plan(left).actions()).isEmpty();
    }
  }

  @Test
  void leavesImageToAnotherOwner() {
    Map<String, String> taken = new HashMap<>(TAGS);
    taken.put(TagKeys.RESOURCE, "AmiImage/images/adopter");
    observer.answerAll(
        ImageQueries.byId(""), Presence.of(image("ami-1", Image.State.AVAILABLE, taken)));

    assertThat(next(withRecordedImage("ami-1"))).isInstanceOf(Step.Done.class);
  }

  /** Its snapshots still carry the object's tags, and EC2 would refuse to delete them. */
  @Test
  void releasesSnapshotsOfImageWithAnotherOwner() {
    Map<String, String> taken = new HashMap<>(TAGS);
    taken.put(TagKeys.RESOURCE, "AmiImage/images/adopter");
    Image adopted = image("ami-1", Image.State.AVAILABLE, taken);
    observer.answerAll(ImageQueries.byId(""), Presence.of(adopted));
    observer.answer(
        OwnedResourceQueries.byOwner(OWNER.resource()),
        new OwnedResources(List.of(), List.of(snapshotOf("ami-1", TAGS))));
    observer.answerAll(ImageQueries.usingSnapshot(""), List.of(adopted));
    observer.answerAll(SnapshotQueries.lock(""), Optional.empty());

    Plan plan = ((Step.Execute) next(withRecordedImage("ami-1"))).plan();
    assertThat(plan.actions()).hasSize(1).first().asString().contains(TagKeys.RELEASED, "snap-1");
  }

  /** However many foreign copies carry the operator's tags: the ledger holds a hundred entries. */
  @Test
  void recordsNoSnapshotsOfCopyWithOtherName() {
    observer.answer(
        OwnedResourceQueries.byOwner(OWNER.resource()),
        new OwnedResources(
            List.of(
                image("ami-1", Image.State.AVAILABLE, TAGS),
                Ec2Fixtures.withName(image("ami-2", Image.State.AVAILABLE, TAGS), "a-copy")),
            List.of(snapshotOf("ami-1", TAGS), snapshotOf("ami-2", TAGS))));
    observer.answerUnused();

    assertThat(((Step.Execute) next(withRecordedImage("ami-1"))).plan().actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", true));
  }

  /** EC2 shows nothing else that the object could have created. */
  @Test
  void waitsForTagsOnImageUnderOtherName() {
    observer.answer(
        OwnedResourceQueries.byOwner(OWNER.resource()),
        new OwnedResources(
            List.of(Ec2Fixtures.withName(image("ami-2", Image.State.AVAILABLE, TAGS), "a-copy")),
            List.of()));
    AmiImage resource = deleted("{accountId: '%s', imageName: web-42}", NOW.minus(GRACE));

    Plan plan = ((Step.Execute) next(resource)).plan();

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Blocked.class);
    assertThat(plan.readyState().message())
        .contains("ami-2 carries the tags of " + OWNER.resource(), TagKeys.RESOURCE);
  }

  private Plan plan(Map<String, String> tags) {
    observer.answerAll(
        ImageQueries.byId(""), Presence.of(image("ami-1", Image.State.AVAILABLE, tags)));
    observer.answerUnused();
    return ((Step.Execute) next(withRecordedImage("ami-1"))).plan();
  }

  private static AmiImage withRecordedImage(String imageId) {
    return deleted(
        "{accountId: '%s', imageName: web-42, imageId: "
            + imageId
            + ", snapshots: [{snapshotId: snap-1, origin: Created}]}",
        NOW.minus(GRACE));
  }

  private Step next(AmiImage resource) {
    Freshness freshness = new Freshness(NOW, NOW, false, Duration.ofHours(1));
    AccountRegion here = new AccountRegion("default", ACCOUNT, Manifests.HOME);
    return ImageFinalizer.next(
        new ObservationSession(observer, here, OWNER, freshness),
        resource,
        DesiredImage.of(resource, ImageFixtures.CLUSTER, ACCOUNT),
        GRACE);
  }

  private static AmiImage deleted(String status, Instant at) {
    AmiImage resource =
        ImageFixtures.resource(
            ImageFixtures.fromInstance().source(),
            Manifests.read(status.formatted(ACCOUNT), AmiImageStatus.class));
    resource.getMetadata().setDeletionTimestamp(at.toString());
    return resource;
  }
}
