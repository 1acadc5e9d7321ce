package dev.amioperator.deletion;

import static dev.amioperator.testing.Ec2Fixtures.NOW;
import static dev.amioperator.testing.Ec2Fixtures.OWNER;
import static dev.amioperator.testing.Ec2Fixtures.foreignSnapshot;
import static dev.amioperator.testing.Ec2Fixtures.inState;
import static dev.amioperator.testing.Ec2Fixtures.withName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.api.v1alpha1.DeletionGuard;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageAction;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.SnapshotAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import dev.amioperator.reconcile.Requeue;
import dev.amioperator.usage.Usage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A failed image passes the same checks as every other before it is deregistered. */
class FailedImageRemovalTest extends DeletionTestBase {
  private static final Image FAILED = inState(IMAGE, Image.State.FAILED);
  private static final ReadyState REMOVING =
      new ReadyState.Reconciling(Reason.Progressing, "Removing.", Requeue.NEXT_STEP);
  private static final Usage USED =
      new Usage.Used(List.of(new ImageReference("ami-1", "ec2:LaunchTemplate", "arn:lt-1")));

  @Test
  void removesUnusedImageWithItsSnapshots() {
    Plan plan = plan(FAILED, UNUSED, DeletionGuard.REFERENCES);
    assertThat(plan.actions())
        .containsExactly(
            new ImageAction.DeregisterImage("ami-1", false),
            new SnapshotAction.DeleteSnapshot("snap-9"));
    assertThat(plan.readyState()).isEqualTo(REMOVING);
  }

  @Test
  void keepsUsedImageAndItsSnapshots() {
    Plan plan = plan(FAILED, USED, DeletionGuard.REFERENCES);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.InUse);
    assertThat(plan.readyState().message()).contains("ami-1", "arn:lt-1");
    assertThat(plan(FAILED, USED, DeletionGuard.NONE).actions()).hasSize(2);
  }

  @Test
  void waitsForProofOfNonUse() {
    assertThat(plan(FAILED, new Usage.Pending(), DeletionGuard.REFERENCES).actions()).isEmpty();
    assertThat(plan(FAILED, new Usage.Unknown("denied"), DeletionGuard.REFERENCES).actions())
        .isEmpty();
  }

  @Test
  void keepsImageOfOthers() {
    Plan plan = plan(withName(FAILED, "copied"), UNUSED, DeletionGuard.REFERENCES);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.readyState().reason()).isEqualTo(Reason.NotOwned);
  }

  @Test
  void refusesImageThatDidNotFail() {
    assertThatThrownBy(() -> plan(IMAGE, UNUSED, DeletionGuard.REFERENCES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ami-1");
  }

  private static Plan plan(Image image, Usage usage, DeletionGuard guard) {
    return new FailedImageRemoval(image, OWNER, usage, guard, Optional.empty())
        .plan(List.of(foreignSnapshot("snap-9")), REMOVING, NOW);
  }
}
