package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.copy.RemovalWaits.Region;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.reconcile.RequeuePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the regions of a deleted AmiCopy are read again. */
class RemovalWaitsTest {
  private static final DestinationKey LONDON = new DestinationKey("default", "eu-west-2");
  private static final Region REGION = new Region("uid-1", LONDON, "1 1 1");

  private final RequeuePolicy policy =
      new RequeuePolicy(Duration.ofMinutes(2), Duration.ofMinutes(2), 1);
  private final RemovalWaits waits = new RemovalWaits(policy);
  private final RegionStatus entry =
      RegionStatusFactory.deleting(entryOf(copy("ami-1", State.AVAILABLE)), List.of());

  private RegionResult result(ReadyState readyState) {
    return RegionResult.forRemoved(entry, readyState);
  }

  private RegionResult deleting(Duration pause) {
    return result(new ReadyState.Reconciling(Reason.Deleting, "Deregistering ami-1.", pause));
  }

  private Duration pause(RegionResult result) {
    return policy.requeueAfter(result.readyState());
  }

  @Test
  void readsNoRegionBeforeItsOwnWaitEnds() {
    RegionResult begun = waits.begin(REGION, deleting(Duration.ofMinutes(2)), NOW);
    Instant later = NOW.plusSeconds(50);

    RegionResult still = waits.ongoing(REGION, entry, later).orElseThrow();
    assertThat(pause(still)).isEqualTo(pause(begun).minusSeconds(50));
    assertThat(still.regionStatus()).contains(entry);
    assertThat(waits.ongoing(REGION, entry, NOW.plus(pause(begun)))).isEmpty();
  }

  @Test
  void endsWaitsOfObjectsTogether() {
    Region other = new Region("uid-2", LONDON, "1 1 1");
    Instant soon = NOW.plusSeconds(3);
    Instant first =
        NOW.plus(pause(waits.begin(REGION, deleting(Requeue.DELETING), NOW.plusMillis(1))));
    Instant second = soon.plus(pause(waits.begin(other, deleting(Requeue.DELETING), soon)));

    assertThat(Duration.between(first, second).abs()).isLessThan(Duration.ofMillis(10));
  }

  /** The grace period of objects that were deleted one after the other. */
  @Test
  void endsLongWaitsOfObjectsTogether() {
    Region other = new Region("uid-2", LONDON, "1 1 1");
    Duration grace = Duration.ofMinutes(2);
    Instant start = Instant.parse("2026-06-01T12:00:01Z");
    Instant later = start.plusSeconds(18);
    Instant first = start.plus(pause(waits.begin(REGION, deleting(grace), start)));
    Instant second = later.plus(pause(waits.begin(other, deleting(grace), later)));

    assertThat(Duration.between(first, second).abs()).isLessThan(Duration.ofMillis(10));
    assertThat(second).isAfterOrEqualTo(later.plus(grace));
  }

  @Test
  void readsAtOnceAfterAnEdit() {
    waits.begin(REGION, deleting(Duration.ofMinutes(2)), NOW);

    assertThat(waits.ongoing(new Region("uid-1", LONDON, "2 1 1"), entry, NOW)).isEmpty();
  }

  /** A status that lacks the result was not written, or was replaced. */
  @Test
  void readsAtOnceIfStatusLacksResult() {
    waits.begin(REGION, deleting(Duration.ofMinutes(2)), NOW);

    RegionStatus other = entryOf(copy("ami-1", State.AVAILABLE));
    assertThat(waits.ongoing(REGION, other, NOW)).isEmpty();
  }

  /** A user who acts on what blocks a deletion waits no longer than before. */
  @Test
  void keepsNoWaitForUsersOrNextSteps() {
    RegionResult blocked = result(new ReadyState.Blocked(Reason.InUse, "in use", Requeue.IN_USE));

    assertThat(waits.begin(REGION, blocked, NOW)).isEqualTo(blocked);
    waits.begin(REGION, deleting(Requeue.NEXT_STEP), NOW);
    assertThat(waits.ongoing(REGION, entry, NOW)).isEmpty();
  }

  @Test
  void remembersClearRegionsOfDeletedObjects() {
    waits.end(REGION, false);
    assertThat(waits.isClear(REGION)).isFalse();

    waits.end(REGION, true);
    assertThat(waits.isClear(REGION)).isTrue();
    waits.forget("uid-1");
    assertThat(waits.isClear(REGION)).isFalse();
  }
}
