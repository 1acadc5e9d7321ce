package dev.amioperator.copy;

import static dev.amioperator.copy.CopyFixtures.GRACE;
import static dev.amioperator.copy.CopyFixtures.NOW;
import static dev.amioperator.copy.CopyFixtures.copy;
import static dev.amioperator.copy.CopyFixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.State;
import dev.amioperator.ec2.ImageCreationAction.CopyImage;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;

/** Plans of the image copy in {@link CopyFixtures}, with assertions. */
final class CopyPlanFixtures {
  static final Image PENDING = copy("ami-new", State.PENDING);
  static final Image AVAILABLE = copy("ami-new", State.AVAILABLE);
  static final Image FAILED = copy("ami-bad", State.FAILED);

  private CopyPlanFixtures() {}

  static RegionPlan plan(CopyTarget target, ObservedCopy observed) {
    return CopyPlanner.plan(target, observed, GRACE, NOW);
  }

  static RegionStatus entry(RegionPlan plan) {
    return plan.regionStatus();
  }

  static CopyImage copyImageRequest(RegionPlan plan) {
    assertThat(plan.plan().actions()).singleElement().isInstanceOf(CopyImage.class);
    return (CopyImage) plan.plan().actions().getFirst();
  }

  static void assertReadyState(
      RegionPlan plan, Class<? extends ReadyState> kind, Reason reason, String... words) {
    assertThat(plan.plan().readyState()).isInstanceOf(kind);
    assertThat(plan.plan().readyState().reason()).isEqualTo(reason);
    assertThat(plan.plan().readyState().message()).contains(words);
  }
}
