package dev.amioperator.ec2;

/** Port through which every write reaches AWS; the observer wraps it before anyone gets it. */
public interface AwsActions {
  /**
   * Calls the AWS API for an action, and waits for nothing that the call starts.
   *
   * @throws Ec2CallException when AWS refuses the action, or does not answer
   */
  ActionResult execute(AccountRegion accountRegion, AwsAction action);
}
