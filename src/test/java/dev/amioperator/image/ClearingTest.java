package dev.amioperator.image;

import static dev.amioperator.image.Plans.INSTANCE;
import static dev.amioperator.image.Plans.NOTHING;
import static dev.amioperator.image.Plans.held;
import static dev.amioperator.image.Plans.plan;
import static dev.amioperator.testing.Examples.NOW;
import static dev.amioperator.testing.Examples.created;
import static dev.amioperator.testing.Examples.in;
import static dev.amioperator.testing.Examples.ours;
import static dev.amioperator.testing.Examples.snapshotIdOf;
import static dev.amioperator.testing.Examples.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.OwnedResources;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Images that EC2 could not make, and what they leave behind. */
class ClearingTest {
  private static final ObservedImage FAILED =
      Cases.observed(
          new OwnedResources(
              List.of(in(ours("ami-1", INSTANCE.sourceHash()), Image.State.FAILED)),
              List.of(
                  snapshotOf("ami-1", ours("ami-1", INSTANCE.sourceHash()).tags()),
                  snapshotOf("ami-2", ours("ami-1", INSTANCE.sourceHash()).tags()))),
          Optional.empty());

  @Test
  void aFailedImageIsShownFirstAndClearedAwayLater() {
    Image failed = FAILED.ownedResources().images().getFirst();
    Image fresh = created(failed, NOW.minusSeconds(30));
    Plan shown = plan(INSTANCE, held(fresh));
    assertThat(shown.actions()).isEmpty();
    assertThat(shown.readyState().reason()).isEqualTo(Reason.ImageFailed);

    assertThat(plan(remembering("failed", "snap-1", "snap-2"), FAILED).actions())
        .containsExactly(
            new ImageAction.DeregisterImage("ami-1", false),
            new SnapshotAction.DeleteSnapshot(snapshotIdOf("ami-1")));
  }

  @Test
  void aFailedImageIsNotClearedAwayBeforeTheStatusHoldsItsSnapshots() {
    for (ImageCase desired : List.of(INSTANCE, remembering("failed", "snap-1"))) {
      assertThat(plan(desired, FAILED).actions()).isEmpty();
      assertThat(plan(desired, FAILED).readyState()).isInstanceOf(ReadyState.Reconciling.class);
    }
  }

  @Test
  void whatAFailedImageLeftBehindGoesBeforeAnotherTry() {
    Plan plan = plan(remembering("failed", "snap-1"), left("ami-1"));
    assertThat(plan.actions()).containsExactly(new SnapshotAction.DeleteSnapshot("snap-1"));
    assertThat(plan.readyState().message()).contains("snap-1");

    assertThat(plan(remembering("failed", "snap-1"), NOTHING).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void aSnapshotThatTheStatusDoesNotHoldMayBelongToAnImageThatEc2IsMaking() {
    assertThat(plan(remembering("failed", "snap-1"), left("ami-2")).actions())
        .containsExactly(INSTANCE.createAction());
  }

  @Test
  void whatIsLeftOfAnImageThatDidNotFailStays() {
    assertThat(plan(remembering("available", "snap-1"), left("ami-1")).actions())
        .containsExactly(INSTANCE.createAction());
    assertThat(plan(INSTANCE, left("ami-1")).actions()).containsExactly(INSTANCE.createAction());
  }

  @Test
  void whatIsLeftOfALostImageOutlivesAFailedTryToMakeAnother() {
    ImageCase recreating =
        Cases.remembering(Cases.fromInstance(), "failed", Optional.of("ami-1"), "snap-1");
    assertThat(plan(recreating, left("ami-1")).actions()).containsExactly(INSTANCE.createAction());
  }

  @Test
  void aSnapshotThatWasHandedOverOutlivesAFailedTryForItIsWhatTheNextIsMadeOf() {
    ImageCase desired =
        Cases.announced(
            Cases.of("{snapshot: {snapshotId: snap-1, architecture: arm64, takeOwnership: true}}"));
    Image failed = in(ours("ami-1", desired.sourceHash()), Image.State.FAILED);
    ObservedImage seen =
        Cases.observed(
            new OwnedResources(List.of(failed), List.of(snapshotOf("ami-1", failed.tags()))),
            Optional.empty());

    ImageCase known = Cases.remembering(desired, "failed", Optional.empty(), "snap-1");
    assertThat(plan(known, seen).actions())
        .containsExactly(new ImageAction.DeregisterImage("ami-1", false));
    assertThat(FailedImageCleanup.leftoverSnapshotIds(known.desired(), known.recorded(), seen))
        .isEmpty();
  }

  /** From an instance, once the status knows the state and these snapshots of ours. */
  private static ImageCase remembering(String state, String... snapshots) {
    return Cases.remembering(Cases.fromInstance(), state, Optional.empty(), snapshots);
  }

  /** The snapshot of an image that is not there any more. */
  private static ObservedImage left(String imageId) {
    return Cases.observed(
        new OwnedResources(
            List.of(), List.of(snapshotOf(imageId, ours(imageId, INSTANCE.sourceHash()).tags()))),
        Optional.empty());
  }
}
