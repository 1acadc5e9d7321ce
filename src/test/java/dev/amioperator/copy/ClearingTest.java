package dev.amioperator.copy;

import static dev.amioperator.copy.Plans.FAILED;
import static dev.amioperator.copy.Plans.assertVerdict;
import static dev.amioperator.copy.Plans.call;
import static dev.amioperator.copy.Plans.entry;
import static dev.amioperator.copy.Plans.plan;
import static dev.amioperator.copy.Samples.NOW;
import static dev.amioperator.copy.Samples.SOURCE_ID;
import static dev.amioperator.copy.Samples.copy;
import static dev.amioperator.copy.Samples.entryOf;
import static dev.amioperator.copy.Samples.knowing;
import static dev.amioperator.copy.Samples.nothing;
import static dev.amioperator.copy.Samples.queued;
import static dev.amioperator.copy.Samples.seen;
import static dev.amioperator.copy.Samples.snapshotOf;
import static dev.amioperator.copy.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Copies that EC2 could not make. */
class ClearingTest {
  @Test
  void itStallsWithEc2sReasonAndIsKeptForAWhile() {
    RegionPlan plan = plan(target(queued("web-42", null)), seen(FAILED, snapshotOf(FAILED)));

    assertThat(plan.plan().actions()).isEmpty();
    assertVerdict(
        plan,
        ReadyState.Stalled.class,
        Reason.ImageFailed,
        "ami-bad",
        "the KMS key is disabled",
        "2026-11-21T12:05:00Z");
    assertThat(entry(plan).state()).isEqualTo("failed");
  }

  @Test
  void afterTenMinutesItGoesWithItsSnapshotsOnceTheLedgerHoldsThem() {
    Image old =
        copy("ami-bad", State.FAILED, SOURCE_ID, "web-42", NOW.minus(Duration.ofMinutes(10)));
    ObservedCopy observed = seen(old, snapshotOf(old));

    RegionPlan unannounced = plan(target(queued("web-42", null)), observed);
    RegionPlan announced = plan(target(entry(unannounced)), observed);

    assertThat(unannounced.plan().actions()).isEmpty();
    assertThat(announced.plan().actions())
        .containsExactly(
            new ImageAction.DeregisterImage("ami-bad", false),
            new SnapshotAction.DeleteSnapshot("snap-of-ami-bad"));
  }

  @Test
  void whatItLeftBehindGoesBeforeTheNextTry() {
    RegionStatus entry = entryOf(FAILED, snapshotOf(FAILED));

    RegionPlan plan = plan(target(entry), knowing(Samples.gone(), snapshotOf(FAILED)));

    assertThat(plan.plan().actions())
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-of-ami-bad"));
  }

  @Test
  void theNextTryHasAnotherToken() {
    RegionPlan announced = plan(target(entryOf(FAILED)), knowing(Samples.gone()));

    assertThat(announced.plan().actions()).isEmpty();
    assertThat(entry(announced).previousImageId()).isEqualTo("ami-bad");
    assertThat(call(plan(target(entry(announced)), nothing())).clientToken())
        .isNotEqualTo(call(plan(target(queued("web-42", null)), nothing())).clientToken());
  }
}
