package dev.amioperator.ec2;

/** Port of every AWS write; only the check of ownership calls it. */
public interface AwsActions {
  /**
   * Calls the AWS API for an action, without waiting for what the call starts.
   *
   * @throws Ec2CallException when AWS refuses the action, or does not respond
   */
  ActionResult execute(AccountRegion accountRegion, AwsAction action);
}
