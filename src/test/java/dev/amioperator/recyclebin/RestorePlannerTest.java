package dev.amioperator.recyclebin;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static dev.amioperator.testing.Ec2Fixtures.NOW;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RestorePlannerTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final RecycleBinEntry IMAGE =
      new RecycleBinEntry("ami-1", "web-42", Optional.of(NOW.plus(Duration.ofDays(7))));

  private static final Predicate<String> OWN_NAME = "web-42"::equals;

  @Test
  void restoresOwnSnapshotsBeforeImage() {
    Plan plan = plan(recycledSnapshot("snap-1"), recycledSnapshot("snap-2"));
    assertThat(plan.actions())
        .containsExactly(
            new SnapshotAction.RestoreSnapshotFromRecycleBin("snap-1"),
            new SnapshotAction.RestoreSnapshotFromRecycleBin("snap-2"));
    assertThat(plan.readyState().reason()).isEqualTo(Reason.Restoring);
    assertThat(plan.readyState().message())
        .contains("ami-1", "outside the operator", "2026-06-08T12:00:00Z", "snap-1, snap-2");
  }

  @Test
  void restoresImageOnceSnapshotsExist() {
    assertThat(plan(existingSnapshot("snap-1", State.COMPLETED)).actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
    assertThat(plan().actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      mode = Mode.EXCLUDE,
      names = {"COMPLETED", "ERROR", "RECOVERABLE"})
  void waitsForPendingSnapshot(State state) {
    Plan plan = plan(existingSnapshot("snap-1", state));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
    assertThat(plan.readyState().message()).contains("ami-1", "snap-1");
  }

  @Test
  void restoresNoForeignSnapshot() {
    Plan plan =
        plan(
            recycledSnapshot("snap-1"),
            location(Origin.FOREIGN, "snap-9", missedOnce(), inRecycleBin("snap-9")));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState()).isInstanceOf(ReadyState.Stalled.class);
    assertThat(plan.readyState().reason()).isEqualTo(Reason.ImageGone);
    assertThat(plan.readyState().message()).contains("ami-1", "snap-9").doesNotContain("snap-1,");
  }

  @Test
  void locatesSnapshotBeforeRestoring() {
    for (SnapshotLocation unsure :
        List.of(
            location(Origin.CREATED, "snap-1", missedOnce(), confirmedGone()),
            location(Origin.CREATED, "snap-1", confirmedGone(), missedOnce()))) {
      assertThat(plan(unsure).actions()).isEmpty();
      assertThat(plan(unsure).readyState().reason()).isEqualTo(Reason.Observing);
    }
  }

  @Test
  void ignoresMissingSnapshotOfEarlierImage() {
    assertThat(plan(location(Origin.CREATED, "snap-1", confirmedGone(), confirmedGone())).actions())
        .containsExactly(new ImageAction.RestoreImageFromRecycleBin("ami-1"));
  }

  @Test
  void confirmsAbsenceFromRecycleBin() {
    assertThat(
            RestorePlanner.plan(
                    "ami-1",
                    new RecycleBinState.Accessible(missedOnce(), List.of()),
                    OWN_NAME,
                    NOW,
                    GRACE)
                .get())
        .satisfies(
            plan -> {
              assertThat(plan.actions()).isEmpty();
              assertThat(plan.readyState()).isInstanceOf(ReadyState.Reconciling.class);
            });
    assertThat(
            RestorePlanner.plan(
                "ami-1",
                new RecycleBinState.Accessible(confirmedGone(), List.of()),
                OWN_NAME,
                NOW,
                GRACE))
        .isEmpty();
  }

  /** The recorded id may have been edited: it is that of an image of another object. */
  @Test
  void restoresNoImageOfAnotherName() {
    assertThat(
            RestorePlanner.plan(
                "ami-1",
                new RecycleBinState.Accessible(
                    Presence.of(IMAGE), List.of(recycledSnapshot("snap-1"))),
                "other"::equals,
                NOW,
                GRACE))
        .isEmpty();
  }

  @Test
  void reportsInaccessibleRecycleBin() {
    RecycleBinState hidden = new RecycleBinState.Inaccessible("needs ec2:ListImagesInRecycleBin");
    assertThat(RestorePlanner.plan("ami-1", hidden, OWN_NAME, NOW, GRACE)).isEmpty();
    assertThat(RestorePlanner.note(hidden)).contains("needs ec2:ListImagesInRecycleBin");
    assertThat(RestorePlanner.note(new RecycleBinState.NotObserved())).isEmpty();
  }

  private static Plan plan(SnapshotLocation... pieces) {
    return RestorePlanner.plan(
            "ami-1",
            new RecycleBinState.Accessible(Presence.of(IMAGE), List.of(pieces)),
            OWN_NAME,
            NOW,
            GRACE)
        .orElseThrow();
  }

  private static SnapshotLocation recycledSnapshot(String id) {
    return location(Origin.CREATED, id, missedOnce(), inRecycleBin(id));
  }

  private static SnapshotLocation existingSnapshot(String id, State state) {
    return location(
        Origin.CREATED,
        id,
        Presence.of(new Snapshot(id, ACCOUNT, state, 100, 8, "", Map.of(), Optional.empty())),
        confirmedGone());
  }

  private static SnapshotLocation location(
      Origin origin, String id, Presence<Snapshot> standing, Presence<RecycleBinEntry> binned) {
    return new SnapshotLocation(new SnapshotEntry(id, origin), standing, binned);
  }

  private static Presence<RecycleBinEntry> inRecycleBin(String id) {
    return Presence.of(new RecycleBinEntry(id, "", Optional.empty()));
  }

  private static <T> Presence<T> missedOnce() {
    return Presence.missed(Optional.empty(), NOW);
  }

  private static <T> Presence<T> confirmedGone() {
    return new Presence<>(Optional.empty(), Optional.of(NOW.minus(GRACE)), 2);
  }
}
