package dev.amioperator.recyclebin;

import static dev.amioperator.testing.Examples.ACCOUNT;
import static dev.amioperator.testing.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.SnapshotEntry;
import dev.amioperator.api.v1alpha1.SnapshotEntry.Origin;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.RecycleBinEntry;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.Snapshot.State;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.observer.Presence;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.recyclebin.RecycleBinState.SnapshotLocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecoveryTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final RecycleBinEntry IMAGE =
      new RecycleBinEntry("ami-1", "web-42", Optional.of(NOW.plus(Duration.ofDays(7))));

  @Test
  void snapshotsOfOursComeBackBeforeTheImage() {
    Plan plan = plan(binned("snap-1"), binned("snap-2"));
    assertThat(plan.actions())
        .containsExactly(
            new SnapshotAction.RestoreSnapshotFromRecycleBin("snap-1"),
            new SnapshotAction.RestoreSnapshotFromRecycleBin("snap-2"));
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Restoring);
    assertThat(plan.readyState().message())
        .contains("ami-1", "behind our back", "2026-06-08T12:00:00Z", "snap-1, snap-2");
  }

  @Test
  void theImageComesBackOnceEachSnapshotStands() {
    assertThat(plan(standing("snap-1", State.COMPLETED)).actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
    assertThat(plan().actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      mode = Mode.EXCLUDE,
      names = {"COMPLETED", "ERROR", "RECOVERABLE"})
  void theImageWaitsForASnapshotThatIsNotComplete(State state) {
    Plan plan = plan(standing("snap-1", state));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(plan.readyState().message()).contains("ami-1", "snap-1");
  }

  @Test
  void aSnapshotThatOthersBroughtIsTheirsToRestore() {
    Plan plan =
        plan(binned("snap-1"), piece(Origin.FOREIGN, "snap-9", missedOnce(), inBin("snap-9")));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("ami-1", "snap-9").doesNotContain("snap-1,");
  }

  @Test
  void aSnapshotThatMayBeAnywhereIsLookedForFirst() {
    for (SnapshotLocation unsure :
        List.of(
            piece(Origin.CREATED, "snap-1", missedOnce(), gone()),
            piece(Origin.CREATED, "snap-1", gone(), missedOnce()))) {
      assertThat(plan(unsure).actions()).isEmpty();
      assertThat(plan(unsure).readyState().reason()).isEqualTo(Reason.Observing);
    }
  }

  @Test
  void aSnapshotOfAnEarlierTryThatIsLongGoneHoldsNothingUp() {
    assertThat(plan(piece(Origin.CREATED, "snap-1", gone(), gone())).actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
  }

  @Test
  void anImageThatIsNotInTheBinIsGoneOnlyOnceThatIsProven() {
    assertThat(
            RestorePlanner.plan(
                    "ami-1", new RecycleBinState.Accessible(missedOnce(), List.of()), NOW, GRACE)
                .get())
        .satisfies(
            plan -> {
              assertThat(plan.actions()).isEmpty();
              assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
            });
    assertThat(
            RestorePlanner.plan(
                "ami-1", new RecycleBinState.Accessible(gone(), List.of()), NOW, GRACE))
        .isEmpty();
  }

  @Test
  void aBinThatCannotBeSeenRestoresNothingAndTheReasonIsTold() {
    RecycleBinState hidden = new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin");
    assertThat(RestorePlanner.plan("ami-1", hidden, NOW, GRACE)).isEmpty();
    assertThat(RestorePlanner.note(hidden)).contains("needs ec2:ListImagesInRecycleBin");
    assertThat(RestorePlanner.note(new RecycleBinState.NotObserved())).isEmpty();
  }

  private static Plan plan(SnapshotLocation... pieces) {
    return RestorePlanner.plan(
            "ami-1",
            new RecycleBinState.Accessible(Presence.of(IMAGE), List.of(pieces)),
            NOW,
            GRACE)
        .orElseThrow();
  }

  private static SnapshotLocation binned(String id) {
    return piece(Origin.CREATED, id, missedOnce(), inBin(id));
  }

  private static SnapshotLocation standing(String id, State state) {
    return piece(
        Origin.CREATED,
        id,
        Presence.of(new Snapshot(id, ACCOUNT, state, 100, 8, "", Map.of(), Optional.empty())),
        gone());
  }

  private static SnapshotLocation piece(
      Origin origin, String id, Presence<Snapshot> standing, Presence<RecycleBinEntry> binned) {
    return new SnapshotLocation(new SnapshotEntry(id, origin), standing, binned);
  }

  private static Presence<RecycleBinEntry> inBin(String id) {
    return Presence.of(new RecycleBinEntry(id, "", Optional.empty()));
  }

  private static <T> Presence<T> missedOnce() {
    return Presence.missed(Optional.empty(), NOW);
  }

  private static <T> Presence<T> gone() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
