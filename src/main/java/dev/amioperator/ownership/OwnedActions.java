package dev.amioperator.ownership;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.AwsAction;

/** Writes to AWS on behalf of the owner of the images and snapshots that they change. */
public interface OwnedActions {
  /**
   * Calls the AWS API for an action of the owner; earlier reads of the owner are stale afterwards.
   *
   * @throws dev.amioperator.ec2.Ec2CallException when AWS refuses the action, or does not answer
   */
  ActionResult execute(AccountRegion accountRegion, Owner owner, AwsAction action);
}
