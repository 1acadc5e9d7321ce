package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.reconcile.Plan;

/**
 * What was decided for one place.
 *
 * @param regionStatus the place's entry in the status
 */
record RegionPlan(RegionStatus regionStatus, Plan plan) {
  /** The plan, and the entry with what the plan's verdict says. */
  static RegionPlan withMessage(RegionStatus entry, Plan plan) {
    return new RegionPlan(RegionStatusFactory.withMessage(entry, plan.readyState()), plan);
  }
}
