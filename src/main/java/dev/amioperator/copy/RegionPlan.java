package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.ec2.ImageCreationAction;
import dev.amioperator.reconcile.Plan;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;

/**
 * The plan for a region of an AmiCopy.
 *
 * @param regionStatus the region's entry in the status, with the message of the plan's ready state
 * @param createsCopy whether the plan is CopyImage, or the record before it
 */
record RegionPlan(RegionStatus regionStatus, Plan plan, boolean createsCopy) {
  RegionPlan {
    regionStatus = RegionStatusFactory.withMessage(regionStatus, plan.readyState());
  }

  RegionPlan(RegionStatus regionStatus, Plan plan) {
    this(regionStatus, plan, false);
  }

  /** Whether the plan calls CopyImage. */
  boolean copiesImage() {
    return plan.actions().stream().anyMatch(ImageCreationAction.CopyImage.class::isInstance);
  }

  /** Whether the plan waits for a read, after which it may create a copy. */
  boolean observing() {
    return plan.readyState().reason() == Reason.Observing;
  }

  /** This plan without its actions; it keeps its turn while the obstacle is being removed. */
  RegionPlan refused(ReadyState obstacle) {
    return new RegionPlan(
        regionStatus,
        Plan.withoutActions(obstacle),
        createsCopy && obstacle instanceof ReadyState.Reconciling);
  }
}
