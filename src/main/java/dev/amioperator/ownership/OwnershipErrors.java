package dev.amioperator.ownership;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;

/** Failures of actions that are not called, because of the owner of an EC2 resource. */
final class OwnershipErrors {
  private OwnershipErrors() {}

  /**
   * The resource is another owner's.
   *
   * @param owner the owner and its state, after the id in a sentence
   */
  static Ec2CallException notOwned(String action, String id, String owner) {
    return new Ec2CallException(
        ErrorClass.NOT_OWNED,
        action,
        "NotOwned",
        "not called, because %s %s, and only its owner changes it".formatted(id, owner),
        null);
  }

  /**
   * The claimant owns the resource, but must not execute the action on it.
   *
   * @param objection the reason, after the id in a sentence
   */
  static Ec2CallException notPermitted(String action, String id, String objection) {
    return new Ec2CallException(
        ErrorClass.WRONG_STATE,
        action,
        "NotPermitted",
        "not called, because %s %s".formatted(id, objection),
        null);
  }

  /** EC2 may not list what was created a moment ago: that is no change of the owner. */
  static Ec2CallException notListed(String action, String id) {
    return new Ec2CallException(
        ErrorClass.WRONG_STATE,
        action,
        "NotListed",
        "not called, because EC2 does not list %s now; it is read again".formatted(id),
        null);
  }
}
