package dev.amioperator.ec2;

/**
 * An action of an AWS API, as planners ask for it: a single call that is safe to repeat.
 *
 * <p>An action of EC2 is a record of the interface of its resource, below {@link Ec2Action}, a case
 * of {@code AwsActionDispatcher} and the request for it. Its name is AWS's own.
 */
public sealed interface AwsAction permits Ec2Action {}
