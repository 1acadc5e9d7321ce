package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;

/**
 * The plan for a region of an AmiCopy.
 *
 * @param regionStatus the region's entry in the status, with the message of the plan's ready state
 */
record RegionPlan(RegionStatus regionStatus, Plan plan) {
  RegionPlan {
    regionStatus = RegionStatusFactory.withMessage(regionStatus, plan.readyState());
  }

  /** Whether the plan calls CopyImage. */
  boolean copiesImage() {
    return plan.actions().stream().anyMatch(ImageCreationAction.CopyImage.class::isInstance);
  }

  /** This plan without its actions, because of an obstacle. */
  RegionPlan refused(ReadyState obstacle) {
    return new RegionPlan(regionStatus, Plan.withoutActions(obstacle));
  }
}
