package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Image;
import dev.amioperator.usage.Usage;
import java.util.List;
import java.util.Map;

/**
 * The facts read from EC2, with the decisions based on them.
 *
 * @param inventory every image of the regions that could be listed
 * @param listFailures the regions that could not be listed: no image there is decided about
 * @param usageReads the reads of usage; until they are complete, nothing is written to EC2
 */
record GatheredFacts(
    List<Decision> decisions,
    Map<AccountRegion, List<Image>> inventory,
    Map<String, Usage> usage,
    Map<AccountRegion, Ec2CallException> listFailures,
    UsageReads usageReads) {
  GatheredFacts withDecisions(List<Decision> others) {
    return new GatheredFacts(others, inventory, usage, listFailures, usageReads);
  }
}
