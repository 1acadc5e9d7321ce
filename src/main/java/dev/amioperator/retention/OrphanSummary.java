package dev.amioperator.retention;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Orphans;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.Plan;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatusPlanBuilder;
import dev.amioperator.retention.OrphanedSnapshots.Orphan;
import java.util.List;

/** Summarizes snapshots without an image for {@code status.plan.orphanedSnapshots}. */
final class OrphanSummary {
  /** Enough to see what they have in common. */
  private static final int MAX_SNAPSHOTS = 20;

  private OrphanSummary() {}

  /** The plan with the orphans, if there are any. */
  static Plan in(Plan plan, List<Orphan> orphans) {
    return orphans.isEmpty()
        ? plan
        : AmiRetentionPolicyStatusPlanBuilder.builder(plan).orphanedSnapshots(of(orphans)).build();
  }

  private static Orphans of(List<Orphan> orphans) {
    return new Orphans(
        orphans.size(),
        orphans.stream().mapToLong(orphan -> orphan.snapshot().sizeGib()).sum(),
        orphans.stream()
            .limit(MAX_SNAPSHOTS)
            .map(
                orphan ->
                    new AmiRetentionPolicyStatus.Orphan(
                        orphan.accountRegion().region(), orphan.snapshot().id(), orphan.message()))
            .toList());
  }
}
