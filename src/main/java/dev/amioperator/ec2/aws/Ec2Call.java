package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * An EC2 call that writes, with its rate limit and the result in its response.
 *
 * @param doneWhenNotFound whether NOT_FOUND is success: the resource is deleted already
 */
record Ec2Call(
    String action,
    ActionClass actionClass,
    boolean doneWhenNotFound,
    Function<Ec2Client, ActionResult> send) {

  /** An EC2 call without a result in its response. */
  static Ec2Call write(String action, Function<Ec2Client, ?> send) {
    return write(action, ActionClass.WRITE, send);
  }

  static Ec2Call write(String action, ActionClass actionClass, Function<Ec2Client, ?> send) {
    return new Ec2Call(
        action,
        actionClass,
        false,
        ec2 -> {
          send.apply(ec2);
          return ActionResult.EMPTY;
        });
  }

  /** An EC2 call whose response has the id of a new image. */
  static Ec2Call create(String action, Function<Ec2Client, String> send) {
    return create(action, ActionClass.WRITE, send);
  }

  static Ec2Call create(String action, ActionClass actionClass, Function<Ec2Client, String> send) {
    return new Ec2Call(
        action, actionClass, false, ec2 -> ActionResult.createdImage(send.apply(ec2)));
  }

  Ec2Call doneWhenResourceNotFound() {
    return new Ec2Call(action, actionClass, true, send);
  }
}
