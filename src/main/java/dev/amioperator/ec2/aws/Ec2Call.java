package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.ActionResult;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * A call of EC2 that writes: its rate limit, and what its response says.
 *
 * @param doneWhenNotFound whether a resource that is not there needs the call no more
 */
record Ec2Call(
    String action,
    ActionClass actionClass,
    boolean doneWhenNotFound,
    Function<Ec2Client, ActionResult> send) {

  /** A call whose response says nothing. */
  static Ec2Call write(String action, Function<Ec2Client, ?> send) {
    return new Ec2Call(
        action,
        ActionClass.WRITE,
        false,
        ec2 -> {
          send.apply(ec2);
          return ActionResult.EMPTY;
        });
  }

  /** A call whose response has the id of a new image. */
  static Ec2Call create(String action, ActionClass actionClass, Function<Ec2Client, String> send) {
    return new Ec2Call(
        action, actionClass, false, ec2 -> ActionResult.createdImage(send.apply(ec2)));
  }

  Ec2Call doneWhenResourceNotFound() {
    return new Ec2Call(action, actionClass, true, send);
  }
}
