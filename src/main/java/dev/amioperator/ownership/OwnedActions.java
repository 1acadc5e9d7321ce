package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;

/** Executes AWS actions for an object that claims the EC2 resources that they change. */
public interface OwnedActions {
  /**
   * Executes an AWS action; earlier reads of the claimant's resources are stale afterwards.
   *
   * @throws dev.amioperator.ec2.Ec2CallException when the resource is another's or cannot be read,
   *     and when AWS refuses the action or does not answer
   */
  ActionResult execute(AccountRegion accountRegion, OwnershipClaim claim, AwsAction action);
}
