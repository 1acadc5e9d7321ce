package dev.amioperator.ec2;

/**
 * A planned call of an AWS API that is safe to repeat.
 *
 * <p>An EC2 action has AWS's own name: a record below {@link Ec2Action}, in the interface of its
 * resource, with a case and a request in {@code AwsActionDispatcher}; a KMS action likewise.
 */
public sealed interface AwsAction permits Ec2Action, KmsAction {
  /** The resource that the call is about, for messages: its id, or the name of a new image. */
  String resource();
}
