package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.Plan;

/**
 * The plan for a region of an AmiCopy.
 *
 * @param regionStatus the region's entry in the status, with the message of the plan's ready state
 */
record RegionPlan(RegionStatus regionStatus, Plan plan) {
  RegionPlan {
    regionStatus = RegionStatusFactory.withMessage(regionStatus, plan.readyState());
  }
}
