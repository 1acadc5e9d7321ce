package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.Plan;

/**
 * The plan for a region of an AmiCopy.
 *
 * @param regionStatus the region's entry in the status
 */
record RegionPlan(RegionStatus regionStatus, Plan plan) {
  /** The plan, and the entry with the message of the plan's ready state. */
  static RegionPlan withMessage(RegionStatus entry, Plan plan) {
    return new RegionPlan(RegionStatusFactory.withMessage(entry, plan.readyState()), plan);
  }
}
