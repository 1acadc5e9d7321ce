package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicy;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Mode;
import dev.amioperator.retention.ApprovablePlanStore.StoredPlan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Finds what a policy in mode Approved may retire. */
@ApplicationScoped
class PlanApprovals {
  private final ApprovablePlanStore store;

  PlanApprovals(ApprovablePlanStore store) {
    this.store = store;
  }

  /**
   * The approval of a policy.
   *
   * @param until when the approval expires, from the status; empty: it is not recorded there yet
   */
  Approval of(AmiRetentionPolicy policy, Optional<Instant> until, Instant now) {
    if (policy.getSpec().mode() != Mode.APPROVED) {
      return new Approval.NotRequired();
    }
    String hash = policy.getSpec().approvedPlan();
    if (hash == null) {
      return new Approval.NotGiven();
    }
    if (until.isEmpty()) {
      return new Approval.Unrecorded(hash);
    }
    if (!now.isBefore(until.get())) {
      return new Approval.Expired(hash, until.get());
    }
    try {
      return switch (store.read(policy, hash)) {
        case StoredPlan.Found(ApprovablePlan plan) ->
            new Approval.Valid(hash, until.get(), Set.copyOf(plan.lines()));
        case StoredPlan.NotFound notFound -> new Approval.PlanNotFound(hash);
        case StoredPlan.Altered(String configMap) -> new Approval.PlanAltered(hash, configMap);
      };
    } catch (PolicyConfigMaps.UnavailableException e) {
      return new Approval.PlanUnreadable(hash, e.getMessage());
    }
  }
}
