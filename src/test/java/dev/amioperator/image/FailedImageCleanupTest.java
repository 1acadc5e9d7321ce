package dev.amioperator.image;

import static dev.amioperator.image.ImagePlanFixtures.INSTANCE;
import static dev.amioperator.image.ImagePlanFixtures.NOTHING;
import static dev.amioperator.image.ImagePlanFixtures.observedOwned;
import static dev.amioperator.image.ImagePlanFixtures.plan;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.ownedImage;
import static dev.amioperator.testing.Ec2Fixtures.snapshotIdOf;
import static dev.amioperator.testing.Ec2Fixtures.snapshotOf;
import static dev.amioperator.testing.Ec2Fixtures.withCreationDate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImageStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deletion of images that failed in EC2, and of their snapshots. */
class FailedImageCleanupTest {
  private static final ObservedImage FAILED =
      ImageFixtures.observed(
          new OwnedResources(
              List.of(inState(ownedImage("ami-1", INSTANCE.sourceHash()), Image.State.FAILED)),
              List.of(
                  snapshotOf("ami-1", ownedImage("ami-1", INSTANCE.sourceHash()).tags()),
                  snapshotOf("ami-2", ownedImage("ami-1", INSTANCE.sourceHash()).tags()))),
          Optional.empty());

  @Test
  void showsFailedImageBeforeDeletingIt() {
    Image failed = FAILED.ownedResources().images().getFirst();
    Image fresh = withCreationDate(failed, NOW.minusSeconds(30));
    Plan shown = plan(INSTANCE, observedOwned(fresh));
    assertThat(shown.actions()).isEmpty();
    assertThat(shown.readyState().reason()).isEqualTo(Reason.ImageFailed);

    assertThat(plan(withRecordedSnapshots("failed", "snap-1", "snap-2"), FAILED).actions())
        .containsExactly(
            new ImageAction.DeregisterImage("ami-1", false),
            new SnapshotAction.DeleteSnapshot(snapshotIdOf("ami-1")));
  }

  /** EC2 may show an image as failed that was available, and that instances were launched from. */
  @Test
  void keepsFailedImageThatWasAvailable() {
    ImageCase known =
        new ImageCase(
            ImageFixtures.resource(
                INSTANCE.resource().getSpec(),
                Manifests.read(
                    """
                    observedGeneration: 1
                    accountId: '123456789012'
                    imageId: ami-1
                    imageName: web-42
                    state: available
                    """,
                    AmiImageStatus.class)));
    Plan plan = plan(known, FAILED);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().message())
        .contains("ami-1 was available and is failed now", "nothing uses ami-1");
  }

  @Test
  void recordsSnapshotsBeforeDeletingFailedImage() {
    for (ImageCase desired : List.of(INSTANCE, withRecordedSnapshots("failed", "snap-2"))) {
      assertThat(plan(desired, FAILED).actions()).isEmpty();
      assertThat(plan(desired, FAILED).readyState()).isInstanceOf(ReadyState.Reconciling.class);
    }
  }

  @Test
  void deletesLeftoversBeforeRetry() {
    Plan plan = plan(withRecordedSnapshots("failed", "snap-1"), remaining("ami-1"));
    assertThat(plan.actions()).containsExactly(new SnapshotAction.DeleteSnapshot("snap-1"));
    assertThat(plan.readyState().message()).contains("snap-1");

    assertThat(plan(withRecordedSnapshots("failed", "snap-1"), NOTHING).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void keepsUnrecordedSnapshot() {
    assertThat(plan(withRecordedSnapshots("failed", "snap-1"), remaining("ami-2")).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void keepsSnapshotsOfLostImage() {
    assertThat(plan(withRecordedSnapshots("available", "snap-1"), remaining("ami-1")).actions())
        .containsExactly(INSTANCE.createAction());
    assertThat(plan(INSTANCE, remaining("ami-1")).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void keepsLostImageSnapshotsAfterFailedRetry() {
    ImageCase recreating =
        ImageFixtures.withRecordedSnapshots(
            ImageFixtures.fromInstance(), "failed", Optional.of("ami-1"), "snap-1");
    assertThat(plan(recreating, remaining("ami-1")).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void keepsHandedOverSnapshotAfterFailure() {
    ImageCase desired =
        ImageFixtures.withRecordedName(
            ImageFixtures.withSource(
                "{snapshot: {snapshotId: snap-1, architecture: arm64, takeOwnership: true}}"));
    Image failed = inState(ownedImage("ami-1", desired.sourceHash()), Image.State.FAILED);
    ObservedImage seen =
        ImageFixtures.observed(
            new OwnedResources(List.of(failed), List.of(snapshotOf("ami-1", failed.tags()))),
            Optional.empty());

    ImageCase known =
        ImageFixtures.withRecordedSnapshots(desired, "failed", Optional.empty(), "snap-1");
    assertThat(plan(known, seen).actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
    assertThat(
            new FailedImageCleanup(known.desired(), known.recorded(), seen).leftoverSnapshotIds())
        .isEmpty();
  }

  /** An AmiImage of an instance whose status records the image state and owned snapshots. */
  private static ImageCase withRecordedSnapshots(String state, String... snapshots) {
    return ImageFixtures.withRecordedSnapshots(
        ImageFixtures.fromInstance(), state, Optional.empty(), snapshots);
  }

  /** Observes the remaining snapshot of a missing image. */
  private static ObservedImage remaining(String imageId) {
    return ImageFixtures.observed(
        new OwnedResources(
            List.of(),
            List.of(snapshotOf(imageId, ownedImage(imageId, INSTANCE.sourceHash()).tags()))),
        Optional.empty());
  }
}
