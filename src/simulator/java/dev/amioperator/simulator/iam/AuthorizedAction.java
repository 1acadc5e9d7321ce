package dev.amioperator.simulator.iam;

/**
 * Action on a resource that IAM allowed in a call.
 *
 * @param action such as {@code ec2:CreateTags}, which a create call needs as well
 * @param resource its ARN, or {@code *}
 * @param policy policy that allows it; null if no policy applies to the principal
 * @param statement Sid of the statement that allows it; null as above
 */
public record AuthorizedAction(String action, String resource, String policy, String statement) {}
