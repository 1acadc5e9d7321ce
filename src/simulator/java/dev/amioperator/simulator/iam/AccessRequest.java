package dev.amioperator.simulator.iam;

/**
 * Action on a resource that a principal asks IAM for.
 *
 * @param action such as {@code ec2:CopyImage}
 * @param resource ARN of the resource; {@code *} for actions without resources
 * @param context condition keys of the request, of its principal and of the resource
 */
public record AccessRequest(String action, String resource, RequestContext context) {}
