package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.SOURCE_ID;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.entryOf;
import static dev.amioperator.copy.CopyFixtures.observed;
import static dev.amioperator.copy.CopyFixtures.observedById;
import static dev.amioperator.copy.CopyFixtures.observedNothing;
import static dev.amioperator.copy.CopyFixtures.queuedEntry;
import static dev.amioperator.copy.CopyFixtures.snapshotOf;
import static dev.amioperator.copy.CopyFixtures.target;
import static dev.amioperator.copy.CopyPlanFixtures.FAILED;
import static dev.amioperator.copy.CopyPlanFixtures.assertReadyState;
import static dev.amioperator.copy.CopyPlanFixtures.copyImageRequest;
import static dev.amioperator.copy.CopyPlanFixtures.entry;
import static dev.amioperator.copy.CopyPlanFixtures.plan;
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

/** Deletion of image copies that failed in EC2. */
class FailedCopyCleanupTest {
  @Test
  void stallsWithEc2ReasonBeforeCleanup() {
    RegionPlan plan =
        plan(target(queuedEntry("web-42", null)), observed(FAILED, snapshotOf(FAILED)));

    assertThat(plan.plan().actions()).isEmpty();
    assertReadyState(
        plan,
        ReadyState.Stalled.class,
        Reason.ImageFailed,
        "ami-bad",
        "an internal error",
        "2026-11-21T12:05:00Z");
    assertThat(entry(plan).state()).isEqualTo("failed");
  }

  @Test
  void deletesRecordedSnapshotsAfterTenMinutes() {
    Image old =
        copy("ami-bad", State.FAILED, SOURCE_ID, "web-42", NOW.minus(Duration.ofMinutes(10)));
    ObservedCopy observed = observed(old, snapshotOf(old));

    RegionPlan unannounced = plan(target(queuedEntry("web-42", null)), observed);
    RegionPlan announced = plan(target(entry(unannounced)), observed);

    assertThat(unannounced.plan().actions()).isEmpty();
    assertThat(announced.plan().actions())
        .containsExactly(
            new ImageAction.DeregisterImage("ami-bad", false),
            new SnapshotAction.DeleteSnapshot("snap-of-ami-bad"));
  }

  @Test
  void deletesLeftoversBeforeRetry() {
    RegionStatus entry = entryOf(FAILED, snapshotOf(FAILED));

    RegionPlan plan =
        plan(target(entry), observedById(CopyFixtures.confirmedGone(), snapshotOf(FAILED)));

    assertThat(plan.plan().actions())
        .containsExactly(new SnapshotAction.DeleteSnapshot("snap-of-ami-bad"));
  }

  @Test
  void retriesWithNewClientToken() {
    RegionPlan announced =
        plan(target(entryOf(FAILED)), observedById(CopyFixtures.confirmedGone()));

    assertThat(announced.plan().actions()).isEmpty();
    assertThat(entry(announced).previousImageId()).isEqualTo("ami-bad");
    assertThat(copyImageRequest(plan(target(entry(announced)), observedNothing())).clientToken())
        .isNotEqualTo(
            copyImageRequest(plan(target(queuedEntry("web-42", null)), observedNothing()))
                .clientToken());
  }
}
