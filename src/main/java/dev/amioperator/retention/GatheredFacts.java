package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.usage.Usage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts read from EC2, with the decisions based on them.
 *
 * @param inventory every image of the regions that could be listed
 * @param listFailures the regions that could not be listed: no image there is decided about
 * @param usageReads the reads of usage; until they are complete, nothing is written to EC2
 * @param reports the actions on usage reports of images whose proof lacks only a report
 * @param orphans the snapshots without an image
 */
record GatheredFacts(
    List<Decision> decisions,
    Map<AccountRegion, List<Image>> inventory,
    Map<String, Usage> usage,
    Map<AccountRegion, Ec2CallException> listFailures,
    UsageReads usageReads,
    List<PlannedActions> reports,
    OrphanPlan orphans) {
  GatheredFacts withDecisions(List<Decision> others) {
    return new GatheredFacts(others, inventory, usage, listFailures, usageReads, reports, orphans);
  }

  GatheredFacts withOrphans(OrphanPlan others) {
    return new GatheredFacts(
        decisions, inventory, usage, listFailures, usageReads, reports, others);
  }

  /** The regions of which images, or snapshots where the policy deletes them, are not listed. */
  Set<AccountRegion> notListed() {
    Set<AccountRegion> regions = new HashSet<>(listFailures.keySet());
    regions.addAll(orphans.listFailures().keySet());
    return regions;
  }
}
