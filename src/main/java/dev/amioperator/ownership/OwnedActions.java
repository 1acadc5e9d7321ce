package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;

/** Executes AWS actions for the owner of the EC2 resources that they change. */
public interface OwnedActions {
  /**
   * Executes an AWS action; earlier reads of the owner's resources are stale afterwards.
   *
   * @throws dev.amioperator.ec2.Ec2CallException when AWS refuses the action or does not answer
   */
  ActionResult execute(AccountRegion accountRegion, Owner owner, AwsAction action);
}
