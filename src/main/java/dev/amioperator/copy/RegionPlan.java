package dev.amioperator.copy;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.lifecycle.Plan;

/**
 * What was decided for one place.
 *
 * @param entry the place's entry in the status
 */
record RegionPlan(RegionStatus entry, Plan plan) {}
