package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.HERE;
import static dev.amioperator.copy.CopyFixtures.observedNothing;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.copyImageRequest;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Durations of time-based copies. */
class CompletionDurationTest {
  private static final long GIB = 1L << 30;

  private static RegionPlan planned(int minutes, Long... dataGib) {
    CopyTarget target =
        target(
            CopyFixtures.with(
                destination ->
                    destination.completeWithin(Optional.of(Duration.ofMinutes(minutes)))),
            queuedEntry("web-42", null));
    List<Snapshot> snapshots = Stream.of(dataGib).map(CompletionDurationTest::snapshot).toList();
    return plan(
        target, ObservedCopyBuilder.builder(observedNothing()).sourceSnapshots(snapshots).build());
  }

  private static Snapshot snapshot(Long dataGib) {
    Snapshot plain =
        CopyFixtures.snapshot("snap-src", Snapshot.State.COMPLETED, 100, 16_000, Map.of());
    return new Snapshot(
        plain.id(),
        HERE.accountId(),
        plain.state(),
        100,
        16_000,
        "",
        Map.of(),
        Optional.empty(),
        plain.creation(),
        Optional.ofNullable(dataGib).map(gib -> gib * GIB));
  }

  @Test
  void sendsDurationInMinutes() {
    assertThat(copyImageRequest(planned(30, 8L)).completionDurationMinutes()).contains(30);
    assertThat(
            copyImageRequest(plan(target(queuedEntry("web-42", null)), observedNothing()))
                .completionDurationMinutes())
        .isEmpty();
  }

  /** 15 minutes at 500 MiB/s are 439.45 GiB. */
  @Test
  void refusesDurationBelowThroughputOfSnapshot() {
    copyImageRequest(planned(15, 8L, 439L));

    RegionPlan refused = planned(15, 8L, 440L);

    assertThat(refused.plan().actions()).isEmpty();
    assertReadyState(
        refused,
        ReadyState.Stalled.class,
        Reason.Rejected,
        "snap-src has 440 GiB of data",
        "500 MiB/s",
        "at least 30m");
    copyImageRequest(planned(30, 440L));
  }

  @Test
  void leavesUnknownSizeToEc2() {
    copyImageRequest(planned(15, (Long) null));
  }
}
