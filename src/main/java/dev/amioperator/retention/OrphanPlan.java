package dev.amioperator.retention;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.OwnershipClaim;
import java.util.List;
import java.util.Map;

/**
 * The decisions of a policy about snapshots without an image, and the EC2 actions that they need.
 *
 * @param listFailures the regions whose snapshots cannot be listed, where the policy deletes them
 * @param tagChanges CreateTags and DeleteTags of the tag unkept-since
 * @param deletions snapshots that are recorded in the status, and due by facts of this evaluation
 * @param ledger for the status, with the snapshots that are deleted next
 */
record OrphanPlan(
    List<OrphanDecision> decisions,
    Map<AccountRegion, Ec2CallException> listFailures,
    List<PlannedCalls> tagChanges,
    List<PlannedCalls> deletions,
    OrphanLedger ledger) {
  static final OrphanPlan NONE =
      new OrphanPlan(List.of(), Map.of(), List.of(), List.of(), OrphanLedger.EMPTY);

  OrphanPlan {
    decisions = List.copyOf(decisions);
    listFailures = Map.copyOf(listFailures);
    tagChanges = List.copyOf(tagChanges);
    deletions = List.copyOf(deletions);
  }

  /** EC2 actions in an account and region, and what entitles the policy to them. */
  record PlannedCalls(
      AccountRegion accountRegion,
      OwnershipClaim claim,
      List<AwsAction> actions,
      List<Snapshot> snapshots) {}

  OrphanPlan withDecisions(List<OrphanDecision> others) {
    return new OrphanPlan(others, listFailures, tagChanges, deletions, ledger);
  }

  /** A plan that changes nothing in EC2. */
  static OrphanPlan shown(
      List<OrphanDecision> decisions,
      Map<AccountRegion, Ec2CallException> listFailures,
      OrphanLedger ledger) {
    return new OrphanPlan(decisions, listFailures, List.of(), List.of(), ledger);
  }
}
